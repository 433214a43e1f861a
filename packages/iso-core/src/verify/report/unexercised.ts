// What a verdict of `passed` stands on alone: of some requirements no probe tells more than config and
// modules do.
import type { VerifyReport } from './report.js';

/**
 * Names of the requirements that hold and of which no probe that passed exercises an option. None where the
 * verdict is another than `passed`: there, what fell short is what counts.
 */
export function unexercised({
  verdict,
  requirements,
  probes,
}: Pick<VerifyReport, 'verdict' | 'requirements' | 'probes'>): string[] {
  if (verdict !== 'passed') return [];
  const exercised = new Set(
    probes.filter(({ status }) => status === 'passed').flatMap(({ options }) => options),
  );
  return requirements
    .filter(({ status }) => status === 'holds')
    .filter(({ options }) => options.some(({ actual }) => actual !== 'n'))
    .filter(({ options }) => !options.some(({ option }) => exercised.has(option)))
    .map(({ name }) => name);
}

/** How both reports introduce them. */
export const UNEXERCISED = 'Read from config and modules, and exercised by no probe:';
