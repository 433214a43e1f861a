// What the options of bump say over the spec. Pure.
import { IsoError, type BumpOverrides, type BumpTarget } from 'iso-core';
import type { BumpGeneratorOptions } from './schema.js';

/** Paths come relative to the workspace already. Error: `OPTIONS_CONFLICT`. */
export function overridesOf(options: BumpGeneratorOptions): BumpOverrides {
  if (options.all === true) assertForAll(options);
  const { makefile, also, offline, allowOlder } = options;
  const target = targetOf(options);
  return {
    ...(makefile === undefined ? {} : { makefile }),
    ...(also === undefined ? {} : { also }),
    ...(target === undefined ? {} : { target }),
    ...(offline === undefined ? {} : { offline }),
    ...(allowOlder === undefined ? {} : { allowOlder }),
  };
}

/** What is of one project cannot be said of all. */
function assertForAll(options: BumpGeneratorOptions): void {
  const given = (['project', 'url', 'makefile', 'also'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (given.length === 0) return;
  throw new IsoError(
    'OPTIONS_CONFLICT',
    `Expected --all without what is of one project, found ${given.map((name) => `--${name}`).join(' and ')}`,
    { hint: 'Leave out --all, or say it in "bump" of each spec.' },
  );
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
