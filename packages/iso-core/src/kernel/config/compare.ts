// What differs between two kernel configs. An absent symbol and one that is not set are the same.
import type { ConfigValue } from '../../spec/index.js';
import type { KernelConfig } from './kernel-config.js';

export interface ConfigChange {
  /** Without `CONFIG_`. */
  readonly symbol: string;
  readonly before: ConfigValue;
  readonly after: ConfigValue;
}

/** Every symbol whose value differs, sorted by name. */
export function compareConfigs(before: KernelConfig, after: KernelConfig): ConfigChange[] {
  const symbols = new Set([...before.symbols(), ...after.symbols()]);
  return [...symbols]
    .map((symbol) => ({ symbol, before: before.get(symbol), after: after.get(symbol) }))
    .filter((change) => change.before !== change.after)
    .sort((one, other) => (one.symbol < other.symbol ? -1 : 1));
}
