// A task that is named for one architecture is for no other: an aggregate hands its options on to all.
import type { ExecutorContext } from '@nx/devkit';
import { IsoError, type Architecture } from 'iso-core';

/** Error: `OPTIONS_CONFLICT`. */
export function assertOwnArchitecture(
  given: Architecture | undefined,
  { targetName = '', projectName = '' }: ExecutorContext,
): void {
  const [, name, own] = /^(.*)-(amd64|arm64)$/.exec(targetName) ?? [];
  if (own === undefined || given === undefined || given === own) return;
  throw new IsoError(
    'OPTIONS_CONFLICT',
    `${projectName}:${targetName} is for ${own}, found --architecture=${given}`,
    {
      hint: `Run ${projectName}:${name ?? ''}-${given} instead, without --architecture.`,
      details: { expected: own, found: given },
    },
  );
}
