// What a person reads of a bump: for each architecture where from and where to, and what that means.
import { inspectIso, withSubject } from '../inspect/index.js';
import { compareConfigs, type KernelConfig } from '../kernel/index.js';
import { displayUrl, formatError, inStep, isIsoError } from '../runtime/index.js';
import type { BumpContext } from './context.js';
import { lockedIso } from './lock/index.js';
import type { LookOptions, NewIso } from './new-iso/index.js';
import { placesOf, type BumpPlan } from './plan/index.js';
import { shownLine } from './shown-line.js';
import { someOf } from './some-of.js';

export interface Bumped extends BumpContext {
  readonly news: readonly NewIso[];
  /** Those that the repository is on now. */
  readonly moved: readonly NewIso[];
  readonly plan: BumpPlan;
  readonly changes: ReadonlyMap<string, string>;
}

/** Lines without a line end. */
export async function summarize(bumped: Bumped): Promise<string[]> {
  const { news, moved, plan, changes, request } = bumped;
  const lines: string[] = [];
  for (const iso of moved) lines.push(...(await linesOf(bumped, iso)));
  for (const { architecture } of news.filter((iso) => !moved.includes(iso))) {
    lines.push(`${architecture}: no place names an ISO for it`);
  }
  lines.push(...leftLines(plan));
  if (changes.size === 0) lines.push('Nothing to change.');
  else lines.push(`Commit these files together: ${someOf([...changes.keys()])}`);
  if (request.overrides?.offline === true) {
    lines.push('NOT CHECKED at the URL: this was --offline.');
  }
  return lines.map(shownLine);
}

async function linesOf({ lock, look, plan, request }: Bumped, iso: NewIso): Promise<string[]> {
  const moves = plan.moves.filter(({ architecture }) => architecture === iso.architecture);
  const open = moves.filter(({ from, to }) => from !== to);
  const old = open[0]?.from;
  if (old === undefined) return [`${iso.architecture}: on ${iso.url} already (${placesOf(moves)})`];
  const before = lock && lockedIso(lock, iso.architecture);
  const known = before?.url === old ? before : undefined;
  const wasDigest = known === undefined ? '' : ` (was ${known.sha256})`;
  const wasKernel = known === undefined ? '' : ` (was ${known.kernelRelease})`;
  return [
    `${iso.architecture}: ${placesOf(open)}`,
    `  from     ${old}`,
    `  to       ${iso.url}`,
    `  SHA-256  ${iso.sha256}${wasDigest}`,
    `  kernel   ${iso.kernelRelease}${wasKernel}`,
    ...(request.overrides?.offline === true ? [] : await optionLines(old, iso, look)),
  ];
}

const MOST_LEFT = 20;

function leftLines({ left }: BumpPlan): string[] {
  const lines = left.slice(0, MOST_LEFT).map((line) => `Left: ${line}`);
  return left.length > MOST_LEFT ? [...lines, `Left: ${left.length - MOST_LEFT} more`] : lines;
}

async function optionLines(old: string, iso: NewIso, look: LookOptions): Promise<string[]> {
  const before = await configAt(old, look);
  if (typeof before === 'string') return [`  options  not compared: ${before}`];
  const changes = compareConfigs(before, iso.config ?? before);
  const gained = changes.filter((change) => change.before === 'n');
  const lost = changes.filter((change) => change.after === 'n');
  return [
    `  gained   ${listOf(gained.map(({ symbol, after }) => `${symbol}=${after}`))}`,
    `  lost     ${listOf(lost.map(({ symbol }) => symbol))}`,
  ];
}

/** The config of the kernel at a URL, or why it is not known. What was used until now may be gone. */
async function configAt(
  url: string,
  { env, signal, progress }: LookOptions,
): Promise<KernelConfig | string> {
  try {
    return await inStep(progress, `Look at ${displayUrl(url)}`, () =>
      withSubject(
        url,
        { folder: '/', depth: 'kernel', env, signal, retryMilliseconds: [] },
        async ({ source }) => {
          const { kernel } = await inspectIso(source, { depth: 'kernel' });
          return kernel.config;
        },
      ),
    );
  } catch (error) {
    if (!isIsoError(error) || error.code === 'CANCELLED') throw error;
    return formatError(error).split('\n')[0] ?? '';
  }
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : someOf(names);
}
