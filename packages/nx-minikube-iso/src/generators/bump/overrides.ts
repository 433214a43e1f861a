// What the options of bump say over the spec. Pure.
import { IsoError, type BumpOverrides, type BumpTarget } from 'iso-core';
import type { BumpGeneratorOptions } from './schema.js';

/** Paths come relative to the workspace already. Error: `OPTIONS_CONFLICT`. */
export function overridesOf({
  makefile,
  also,
  offline,
  allowOlder,
  ...options
}: BumpGeneratorOptions): BumpOverrides {
  const target = targetOf(options);
  return {
    ...(makefile === undefined ? {} : { makefile }),
    ...(also === undefined ? {} : { also }),
    ...(target === undefined ? {} : { target }),
    ...(offline === undefined ? {} : { offline }),
    ...(allowOlder === undefined ? {} : { allowOlder }),
  };
}

function targetOf({ url, latest, date }: BumpGeneratorOptions): BumpTarget | undefined {
  const targets: BumpTarget[] = [
    ...(url === undefined ? [] : [{ kind: 'url', url } as const]),
    ...(latest === true ? [{ kind: 'latest' } as const] : []),
    ...(date === undefined ? [] : [{ kind: 'date', date } as const]),
  ];
  if (targets.length > 1) {
    const given = targets.map(({ kind }) => `--${kind}`).join(' and ');
    throw new IsoError(
      'OPTIONS_CONFLICT',
      `Expected one of --url, --latest and --date, found ${given}`,
      {
        hint: 'Give the one that says which ISO to move to.',
      },
    );
  }
  return targets[0];
}
