// Kernel options whose value is a path on the machine that the base was built on.
import { IsoError } from '../../runtime/index.js';
import type { ConfigValues } from '../toolchain/index.js';

/** With the value that Kconfig gives them by default, and that needs no file of anybody's. */
const PATH_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['INITRAMFS_SOURCE', '""'],
  ['EXTRA_FIRMWARE', '""'],
  ['SYSTEM_TRUSTED_KEYS', '""'],
  ['SYSTEM_REVOCATION_KEYS', '""'],
  ['SYSTEM_BLACKLIST_HASH_LIST', '""'],
  ['MODULE_SIG_KEY', '"certs/signing_key.pem"'],
  ['CFG80211_EXTRA_REGDB_KEYDIR', '""'],
  ['BOOT_CONFIG_EMBED_FILE', '""'],
  ['ACPI_CUSTOM_DSDT_FILE', '""'],
  ['BUILTIN_DTB_SOURCE', '""'],
  ['EFI_SBAT_FILE', '""'],
  ['UNUSED_KSYMS_WHITELIST', '""'],
]);

export interface ForeignPath {
  readonly option: string;
  /** As in the config, in quotes. */
  readonly value: string;
}

/** The options of `config` that name a path of somebody else's machine. */
export function foreignPaths(config: ConfigValues): ForeignPath[] {
  return [...PATH_OPTIONS].flatMap(([option, usual]) => {
    const value = config.get(option);
    return ['n', '""', usual].includes(value) ? [] : [{ option, value }];
  });
}

/**
 * Throws `CONFIG_NAMES_FOREIGN_PATH` for options that name a path, unless `overrides` gives the very
 * value that the config has: then it is a path of this machine, and wanted.
 */
export function assertNoForeignPaths(
  config: ConfigValues,
  overrides: ReadonlyMap<string, string> = new Map(),
): void {
  const found = foreignPaths(config).filter(({ option, value }) => overrides.get(option) !== value);
  if (found.length === 0) return;
  const list = found.map(({ option, value }) => `${option}=${value}`).join(', ');
  throw new IsoError(
    'CONFIG_NAMES_FOREIGN_PATH',
    `The base's kernel config names files of the machine it was built on: ${list}`,
    {
      hint: 'Require each of these options with the value that is right here ("" for none) in "kernel.require".',
      details: { options: found },
    },
  );
}
