// The one sentence below a verdict, and the counts of what a report holds.
import { counted } from '../counted.js';
import type { Shortcoming, VerifyReport } from './report.js';

/** How one part of a report ended. */
export interface PartSummary {
  readonly kind: Shortcoming['kind'];
  readonly total: number;
  readonly good: number;
  readonly failed: number;
  readonly unmeasured: number;
  readonly notApplicable: number;
}

/** The parts in the order in which they are shown; one without content is there with zeros. */
export function partsOf(report: VerifyReport): PartSummary[] {
  const boots = [report.boot, report.probeBoot].flatMap((boot) => boot ?? []);
  return [
    summary('requirement', report.requirements),
    summary('check', report.checks),
    summary('boot', boots),
    summary('probe', report.probes),
  ];
}

function summary(
  kind: PartSummary['kind'],
  items: readonly { readonly status: string }[],
): PartSummary {
  const count = (...statuses: string[]) =>
    items.filter(({ status }) => statuses.includes(status)).length;
  return {
    kind,
    total: items.length,
    good: count('holds', 'passed'),
    failed: count('fails', 'failed'),
    unmeasured: count('not checked', 'not run'),
    notApplicable: count('not applicable'),
  };
}

/** `3 requirements fail and 4 probes failed.` */
export function headlineOf(report: VerifyReport): string {
  const failed = phrases(report.shortcomings.filter(isFailure));
  const open = phrases(report.shortcomings.filter((shortcoming) => !isFailure(shortcoming)));
  if (failed !== '') return open === '' ? `${failed}.` : `${failed}; ${open}.`;
  if (open !== '') return `Nothing failed, but ${open}.`;
  return `${passedText(partsOf(report))}.`;
}

export function isFailure({ status }: Pick<Shortcoming, 'status'>): boolean {
  return status === 'fails' || status === 'failed';
}

/** `3 requirements fail`, `1 probe was not run`. */
export function outcomeText(kind: Shortcoming['kind'], status: string, count: number): string {
  return `${counted(count, kind)} ${verbOf(status, count)}`;
}

function verbOf(status: string, count: number): string {
  if (status === 'fails') return count === 1 ? 'fails' : 'fail';
  if (!status.startsWith('not ')) return status;
  return `${count === 1 ? 'was' : 'were'} ${status}`;
}

/** What ended alike is said in one go: `6 checks and 2 boots were not checked`. */
function phrases(shortcomings: readonly Shortcoming[]): string {
  const statuses = [...new Set(shortcomings.map(({ status }) => status))];
  return enumeration(
    statuses.map((status) => {
      const alike = shortcomings.filter((shortcoming) => shortcoming.status === status);
      const kinds = [...new Set(alike.map(({ kind }) => kind))];
      const things = kinds.map((kind) =>
        counted(alike.filter((shortcoming) => shortcoming.kind === kind).length, kind),
      );
      return `${enumeration(things)} ${verbOf(status, alike.length)}`;
    }),
  );
}

function passedText(parts: readonly PartSummary[]): string {
  const there = parts.filter(({ good }) => good > 0);
  const passed = there.filter(({ kind }) => kind !== 'requirement');
  const holding = there.find(({ kind }) => kind === 'requirement');
  const sentences = [
    holding === undefined
      ? ''
      : `${counted(holding.good, 'requirement')} ${holding.good === 1 ? 'holds' : 'hold'}`,
    passed.length === 0
      ? ''
      : `${enumeration(passed.map(({ kind, good }) => counted(good, kind)))} passed`,
  ];
  return sentences.filter((text) => text !== '').join('; ');
}

function enumeration(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
