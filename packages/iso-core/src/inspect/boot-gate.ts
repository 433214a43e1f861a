// Rule of the seal: a finished ISO boots as its base does, by every firmware: the same boot loaders with
// the same command lines start the same files, and no copy of the old kernel stays behind. Pure.
import type { Inspection } from './inspection.js';

type Boot = Inspection['boot'];

/** One line for each way in which `result` boots otherwise than `base`. */
export function findBootViolations(base: Boot, result: Boot): string[] {
  const problems: string[] = [];
  for (const key of ['firmware', 'loaders', 'initrdPaths', 'commandLine'] as const) {
    const [expected, found] = [JSON.stringify(base[key]), JSON.stringify(result[key])];
    if (expected !== found) problems.push(`${NAMES[key]}: expected ${expected}, found ${found}`);
  }
  const places = new Set([
    JSON.stringify({ where: 'iso', path: result.kernel.path }),
    ...result.kernel.alsoIn.map((place) => JSON.stringify(place)),
  ]);
  const own = { where: 'iso', path: base.kernel.path } as const;
  for (const place of [own, ...base.kernel.alsoIn]) {
    if (places.has(JSON.stringify(place))) continue;
    const inside = place.where === 'iso' ? '' : ' in the EFI boot image';
    problems.push(`${place.path}${inside} was the base's kernel and is not the new one`);
  }
  return problems;
}

const NAMES = {
  firmware: 'the firmware that boots it',
  loaders: 'what its boot loaders start',
  initrdPaths: 'its initrds',
  commandLine: 'the command line of its kernel',
} as const;
