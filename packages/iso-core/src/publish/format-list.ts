// The list of published ISOs for the terminal.
import { byteSize, cleanLine, columns } from '../runtime/index.js';
import type { ListedIso } from './list-published.js';

const WIDEST = 60;
const DIGEST_SHOWN = 12;

/** Plain lines: a table, newest first, and below it what could not be looked at. */
export function formatList(isos: readonly ListedIso[]): string[] {
  if (isos.length === 0) return ['Nothing is published there.'];
  const head = ['NAME', 'DATE', 'ARCH', 'KERNEL', 'SIZE', 'SHA-256', 'HOLDS', 'VERIFIED'];
  const rows = isos.map((iso) => [
    iso.name,
    iso.date,
    iso.architecture ?? 'unknown',
    iso.kernelRelease ?? 'unknown',
    byteSize(iso.size),
    iso.sha256?.slice(0, DIGEST_SHOWN) ?? 'unknown',
    iso.requirements === undefined ? 'unknown' : `${iso.requirements.length}`,
    verifiedText(iso),
  ]);
  const problems = isos.flatMap(({ name, problem }) =>
    problem === undefined ? [] : [`${cleanLine(name, WIDEST)}: ${cleanLine(problem, 200)}`],
  );
  return [
    ...columns([head, ...rows].map((row) => row.map((cell) => cleanLine(cell, WIDEST)))),
    ...problems,
  ];
}

function verifiedText({ verified }: ListedIso): string {
  if (verified === undefined) return 'unknown';
  return verified ? 'yes' : 'no';
}
