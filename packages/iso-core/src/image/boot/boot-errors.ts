// The errors of finding out what an ISO boots.
import { IsoError } from '../../runtime/index.js';
import type { Firmware } from './boot-layout.js';

const OFFICIAL = 'Use an ISO as minikube publishes them, or one made from such an ISO.';

export function notBootable(name: string, found: string): IsoError {
  return new IsoError('BASE_NOT_BOOTABLE', `${name} boots nothing: ${found}`, {
    hint: OFFICIAL,
    details: { name },
  });
}

export function configMissing(
  name: string,
  firmware: Firmware,
  looked: readonly string[],
): IsoError {
  return new IsoError(
    'BOOT_CONFIG_MISSING',
    `${name} has no boot loader config for ${firmware === 'bios' ? 'BIOS' : 'EFI'}: expected one of ${looked.join(', ')}`,
    { hint: OFFICIAL, details: { name, firmware, looked } },
  );
}

/** The config is there, but does not say what to boot. */
export function configUnclear(name: string, configPath: string, what: string): IsoError {
  return new IsoError('BOOT_CONFIG_UNCLEAR', `${name}: ${configPath} ${what}`, {
    hint: 'Make the config’s default entry name a Linux kernel that lies on the ISO.',
    details: { name, configPath },
  });
}

export function bootFileMissing(
  name: string,
  configPath: string,
  role: 'kernel' | 'initrd',
  path: string,
): IsoError {
  return new IsoError(
    'BOOT_FILE_MISSING',
    `${name}: ${configPath} names the ${role} ${path}, which is not there`,
    { hint: OFFICIAL, details: { name, configPath, role, path } },
  );
}

export function configsDisagree(name: string, what: string, places: readonly string[]): IsoError {
  return new IsoError(
    'BOOT_CONFIGS_DISAGREE',
    `${name}: its boot loaders start ${what}: ${places.join(' and ')}`,
    {
      hint: 'Make all its boot loader configs name the same kernel and initrd.',
      details: { name, places },
    },
  );
}

export function fatCorrupt(
  name: string,
  what: string,
  details: Readonly<Record<string, unknown>> = {},
): IsoError {
  return new IsoError('FAT_CORRUPT', `${name}: the EFI file system is damaged: ${what}`, {
    hint: 'Fetch the ISO again and compare its sha256 with the publisher’s.',
    details: { name, ...details },
  });
}
