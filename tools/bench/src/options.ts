// The command line: `bench [--json] [--only TEXT]…`.
import { parseArgs } from 'node:util';
import { IsoError } from 'iso-core';

export interface Options {
  /** Print JSON and nothing else on standard output. */
  readonly json: boolean;
  /** Measure the rows that have one of these in their name; all when there are none. */
  readonly only: readonly string[];
}

/** Error: `BENCH_OPTION_UNKNOWN`. */
export function parseOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
      },
    });
    return values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new IsoError('BENCH_OPTION_UNKNOWN', reason, {
      hint: 'npm run bench -- [--json] [--only TEXT]…',
      cause,
    });
  }
}

/** Whether `--only` asks for a row of this name; upper and lower case are the same. */
export function isWanted({ only }: Pick<Options, 'only'>, name: string): boolean {
  const lower = name.toLowerCase();
  return only.length === 0 || only.some((text) => lower.includes(text.toLowerCase()));
}
