// What a build changed in a kernel's config, as the manifest writes it down.
import type { Manifest } from '../../inspect/index.js';
import type { GateResult } from '../../kernel/index.js';

export type ConfigChanges = Pick<Manifest, 'configChanges' | 'excusedChanges'>;

export function configChanges({ changes, excused }: GateResult): ConfigChanges {
  return {
    configChanges: changes.map(({ symbol, before, after }) => ({ option: symbol, before, after })),
    excusedChanges: excused.map(({ symbol, before, after, why }) => ({
      option: symbol,
      before,
      after,
      why,
    })),
  };
}
