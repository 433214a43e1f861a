// Kernel options whose value is a path on the machine that the base was built on.
import { IsoError } from '../../runtime/index.js';
import { PATH_OPTIONS, valueWithoutFile } from '../../spec/index.js';
import type { ConfigValues } from '../toolchain/index.js';

export interface ForeignPath {
  readonly option: string;
  /** As in the config, in quotes. */
  readonly value: string;
}

/** The options of `config` that name a path of somebody else's machine. */
export function foreignPaths(config: ConfigValues): ForeignPath[] {
  return PATH_OPTIONS.flatMap((option) => {
    const value = config.get(option);
    return ['n', '""', valueWithoutFile(option)].includes(value) ? [] : [{ option, value }];
  });
}

/** Throws `CONFIG_NAMES_FOREIGN_PATH`, with every option that names a path. */
export function assertNoForeignPaths(config: ConfigValues): void {
  const found = foreignPaths(config);
  if (found.length === 0) return;
  const list = found.map(({ option, value }) => `${option}=${value}`).join(', ');
  const override = found.map(({ option }) => `"${option}": null`).join(', ');
  throw new IsoError(
    'CONFIG_NAMES_FOREIGN_PATH',
    `The base's kernel config names files of the machine it was built on: ${list}`,
    {
      hint: `Build without them: "kernel": { "override": { ${override} } } in the spec.`,
      details: { options: found },
    },
  );
}
