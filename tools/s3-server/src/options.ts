// The command line: `node dist/main.js [--store=memstore]`.
import { parseArgs } from 'node:util';
import { IsoError } from 'iso-core';
import { type ObjectStore, STORES } from './server/ceph-conf.js';

/** Error: `S3_OPTION_UNKNOWN`. */
export function parseOptions(args: readonly string[]): { readonly store: ObjectStore } {
  const options = { store: { type: 'string', default: 'bluestore' } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const store = STORES.find((each) => each === values.store);
    if (store === undefined) throw new TypeError(`There is no store "${values.store}"`);
    return { store };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new IsoError('S3_OPTION_UNKNOWN', reason, {
      hint: `node dist/main.js [--store=${STORES.join('|')}]`,
      cause,
    });
  }
}
