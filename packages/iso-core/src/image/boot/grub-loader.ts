// What GRUB boots: runs the configs where GRUB looks for them, on the EFI file systems and the ISO.
import type { IsoError } from '../../runtime/index.js';
import type { BootFile, BootFileSystem } from './boot-files.js';
import { bootFileMissing, configUnclear } from './boot-errors.js';
import type { Firmware } from './boot-layout.js';
import type { FoundLoader } from './found-loader.js';
import { interpretGrub, type GrubBoot, type GrubUnclear } from './grub/index.js';

/** Prefixes that GRUB images are built with, and that Buildroot, Debian and Fedora use. */
export const GRUB_CONFIGS = [
  '/EFI/BOOT/grub.cfg',
  '/EFI/boot/grub.cfg',
  '/efi/boot/grub.cfg',
  '/boot/grub/grub.cfg',
  '/boot/grub2/grub.cfg',
  '/grub/grub.cfg',
];

export interface GrubSearch {
  readonly loaders: readonly FoundLoader[];
  /** Why configs that are there do not count. */
  readonly problems: readonly IsoError[];
}

/**
 * The loaders that the configs of `homes` make, those of the first one first. `fileSystems`, the ISO
 * first, are what the configs may refer to.
 */
export async function findGrub(
  homes: readonly BootFileSystem[],
  fileSystems: readonly BootFileSystem[],
  firmware: Firmware,
  name: string,
): Promise<GrubSearch> {
  const loaders: FoundLoader[] = [];
  const problems: IsoError[] = [];
  const seen = new Set<string>();
  for (const home of homes) {
    for (const path of GRUB_CONFIGS) {
      const config = await home.file(path);
      const key = `${homes.indexOf(home)}:${config?.path ?? ''}`;
      if (config === undefined || seen.has(key)) continue;
      seen.add(key);
      const boot = await interpretGrub(config, home, fileSystems, firmware);
      const found = loaderOf(config, boot, firmware, name);
      if ('code' in found) problems.push(found);
      else loaders.push(found);
    }
  }
  return { loaders, problems };
}

function loaderOf(
  config: BootFile,
  boot: GrubBoot | GrubUnclear | undefined,
  firmware: Firmware,
  name: string,
): FoundLoader | IsoError {
  if (boot === undefined) return configUnclear(name, config.path, 'starts no Linux by default');
  if ('unclear' in boot) return configUnclear(name, config.path, boot.unclear);
  const { kernel } = boot;
  if (kernel.file === undefined) {
    return bootFileMissing(name, boot.configPath, 'kernel', kernel.path);
  }
  const initrds: BootFile[] = [];
  for (const { path, file } of boot.initrds) {
    if (file === undefined) return bootFileMissing(name, boot.configPath, 'initrd', path);
    initrds.push(file);
  }
  return {
    kind: 'grub',
    firmware,
    where: config.where,
    configPath: config.path,
    entry: boot.title,
    kernel: kernel.file,
    initrds,
    commandLine: boot.commandLine,
  };
}
