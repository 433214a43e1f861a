// Kernel options whose value names a file: what it named when the base was built is not here, and a file
// of this machine in its place would make the same spec another kernel elsewhere.
import type { ConfigValue } from './requirement.js';

export const PATH_OPTIONS = [
  'INITRAMFS_SOURCE',
  'EXTRA_FIRMWARE',
  'SYSTEM_TRUSTED_KEYS',
  'SYSTEM_REVOCATION_KEYS',
  'SYSTEM_BLACKLIST_HASH_LIST',
  'MODULE_SIG_KEY',
  'CFG80211_EXTRA_REGDB_KEYDIR',
  'BOOT_CONFIG_EMBED_FILE',
  'ACPI_CUSTOM_DSDT_FILE',
  'EFI_SBAT_FILE',
  'UNUSED_KSYMS_WHITELIST',
] as const;

export type PathOption = (typeof PATH_OPTIONS)[number];

/** The value that needs no file of anybody's; with Kconfig's own MODULE_SIG_KEY kbuild makes a key. */
export function valueWithoutFile(option: PathOption): ConfigValue {
  return option === 'MODULE_SIG_KEY' ? '"certs/signing_key.pem"' : '""';
}
