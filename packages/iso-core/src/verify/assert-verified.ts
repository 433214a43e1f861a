// A verdict other than `passed` as the error that ends a task.
import { IsoError } from '../runtime/index.js';
import { isFailure, type Shortcoming, type VerifyReport } from './report/index.js';

const MOST_NAMED = 8;

/**
 * Returns when the verdict is `passed`. Errors: `ISO_FAILED_VERIFICATION`, `VERIFICATION_INCOMPLETE`, which
 * name what fell short.
 */
export function assertVerified(
  report: Pick<VerifyReport, 'iso' | 'verdict' | 'shortcomings'>,
): void {
  const { iso, verdict, shortcomings } = report;
  if (verdict === 'passed') return;
  const isFailed = verdict === 'failed';
  const decisive = shortcomings.filter((shortcoming) => isFailure(shortcoming) === isFailed);
  throw new IsoError(
    isFailed ? 'ISO_FAILED_VERIFICATION' : 'VERIFICATION_INCOMPLETE',
    isFailed
      ? `${iso.name} is not what it has to be: ${namesOf(decisive)}`
      : `${iso.name} is not proven to be what it has to be; not measured: ${namesOf(decisive)}`,
    {
      hint: hintOf(decisive),
      details: { verdict, shortcomings },
    },
  );
}

function namesOf(shortcomings: readonly Shortcoming[]): string {
  const names = [...new Set(shortcomings.map(({ name }) => name))];
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function hintOf(shortcomings: readonly Shortcoming[]): string {
  const hint = shortcomings.find((shortcoming) => shortcoming.hint !== undefined)?.hint;
  return hint ?? 'Read the report: it says of each what was wanted and what was found.';
}
