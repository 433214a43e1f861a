// Finds the kernel and the initrd of an ISO the way its own boot loaders do.
import type { Architecture } from '../../runtime/index.js';
import { IsoError } from '../../runtime/index.js';
import type { IsoImage } from '../iso9660/index.js';
import type { BootFile, BootFileSystem } from './boot-files.js';
import { configMissing, configsDisagree, configUnclear, notBootable } from './boot-errors.js';
import type { BootLayout, BootPlace, Firmware } from './boot-layout.js';
import { readBootMedia, type BootMedia } from './boot-media.js';
import type { FoundLoader } from './found-loader.js';
import { findGrub, GRUB_CONFIGS } from './grub-loader.js';
import { findIsolinux, ISOLINUX_CONFIGS } from './isolinux-loader.js';
import { EFI_LOADERS, kernelArchitecture, KERNEL_HEAD } from './kernel-architecture.js';
import { sameBytes } from './same-bytes.js';

/**
 * Follows boot catalog, partition tables and boot loader configs to the kernel and the initrd.
 * Errors: `BASE_NOT_BOOTABLE`, `BOOT_CONFIG_MISSING`, `BOOT_CONFIG_UNCLEAR`, `BOOT_FILE_MISSING`,
 * `BOOT_CONFIGS_DISAGREE`, `ARCHITECTURE_UNKNOWN`, `FAT_CORRUPT` and those of reading the ISO.
 */
export async function locateBoot(iso: IsoImage): Promise<BootLayout> {
  const { name } = iso.source;
  const media = await readBootMedia(iso);
  if (media.firmware.length === 0) {
    throw notBootable(name, 'its boot catalog names no image for BIOS or EFI');
  }
  const loaders = await findLoaders(media, name);
  const kernel = await theKernel(loaders, name);
  return {
    architecture: await architectureOf(kernel, media, name),
    firmware: media.firmware,
    loaders: loaders.map((loader) => ({
      ...loader,
      kernel: placeOf(loader.kernel),
      initrds: loader.initrds.map(placeOf),
    })),
    kernel: {
      path: kernel.path,
      size: kernel.size,
      alsoIn: await copiesOf(kernel, [media.iso, ...media.efi]),
    },
    initrdPaths: theInitrds(loaders, name),
    commandLine: loaders[0]?.commandLine ?? '',
  };
}

/** At least one for each firmware: of one that is not understood, nobody knows what it boots. */
async function findLoaders(media: BootMedia, name: string): Promise<FoundLoader[]> {
  const { iso, efi, biosLoader, firmware } = media;
  const loaders: FoundLoader[] = [];
  const problems = new Map<Firmware, IsoError>();
  const addGrub = async (homes: readonly BootFileSystem[], which: Firmware) => {
    const found = await findGrub(homes, [iso, ...efi], which, name);
    loaders.push(...found.loaders);
    const [problem] = found.problems;
    if (problem !== undefined) problems.set(which, problem);
  };
  if (biosLoader === 'other') await addGrub([iso], 'bios');
  if (biosLoader !== undefined && loaders.length === 0) {
    const isolinux = await findIsolinux(iso, name);
    if (isolinux !== undefined) loaders.push(isolinux);
  }
  if (firmware.includes('efi')) await addGrub([...efi, iso], 'efi');
  for (const which of firmware) {
    if (loaders.some((loader) => loader.firmware === which)) continue;
    const looked = which === 'bios' ? [...ISOLINUX_CONFIGS, ...GRUB_CONFIGS] : GRUB_CONFIGS;
    throw problems.get(which) ?? configMissing(name, which, looked);
  }
  return loaders;
}

/** The kernel on the ISO that all loaders start, be it by way of copies of it. */
async function theKernel(loaders: readonly FoundLoader[], name: string): Promise<BootFile> {
  const kernels = loaders.map((loader) => loader.kernel);
  const kernel = kernels.find(({ where }) => where === 'iso');
  if (kernel === undefined) {
    const [loader] = loaders;
    const path = loader?.configPath ?? '';
    throw configUnclear(
      name,
      path,
      'starts a kernel in the EFI boot image, expected it on the ISO',
    );
  }
  for (const other of kernels) {
    if (isSame(other, kernel) || (await sameBytes(other.open(), kernel.open()))) continue;
    throw configsDisagree(name, 'different kernels', [describe(kernel), describe(other)]);
  }
  return kernel;
}

function theInitrds(loaders: readonly FoundLoader[], name: string): string[] {
  const [first, ...others] = loaders.map(({ initrds }) => initrds.map(describe).join(' + '));
  const other = others.find((initrds) => initrds !== first);
  const inFat = loaders.flatMap(({ initrds }) => initrds).find(({ where }) => where !== 'iso');
  if (other !== undefined || inFat !== undefined) {
    const places = [first, other ?? (inFat && describe(inFat))].map((place) => place || 'none');
    throw configsDisagree(name, 'initrds that differ or lie in the EFI boot image', places);
  }
  return loaders[0]?.initrds.map(({ path }) => path) ?? [];
}

async function copiesOf(
  kernel: BootFile,
  fileSystems: readonly BootFileSystem[],
): Promise<BootPlace[]> {
  const copies: BootPlace[] = [];
  for (const fileSystem of fileSystems) {
    for await (const file of fileSystem.files()) {
      if (file.size !== kernel.size || isSame(file, kernel)) continue;
      if (await sameBytes(file.open(), kernel.open())) copies.push(placeOf(file));
    }
  }
  return copies;
}

async function architectureOf(
  kernel: BootFile,
  { efi }: BootMedia,
  name: string,
): Promise<Architecture> {
  const head = await kernel.open().read(0, Math.min(KERNEL_HEAD, kernel.size));
  const own = kernelArchitecture(head);
  if (own !== undefined) return own;
  const found: Architecture[] = [];
  for (const architecture of ['amd64', 'arm64'] as const) {
    for (const fileSystem of efi) {
      if ((await fileSystem.file(EFI_LOADERS[architecture])) !== undefined)
        found.push(architecture);
    }
  }
  const [first] = found;
  if (first !== undefined && found.every((architecture) => architecture === first)) return first;
  throw new IsoError(
    'ARCHITECTURE_UNKNOWN',
    `${name}: expected an amd64 or arm64 kernel, found neither’s mark in ${kernel.path}`,
    {
      hint: 'Use an ISO whose kernel is a bzImage for amd64 or an Image for arm64.',
      details: { name, path: kernel.path },
    },
  );
}

function placeOf({ where, path, image }: BootFile): BootPlace {
  return { where, path, ...(image === undefined ? {} : { image }) };
}

/** Of two file systems that are no files of the ISO nothing tells whether they are one. */
function isSame(one: BootFile, other: BootFile): boolean {
  if (one.where !== other.where || one.path !== other.path) return false;
  return one.where === 'iso' || (one.image !== undefined && one.image === other.image);
}

function describe({ where, path }: BootFile): string {
  return where === 'iso' ? path : `${path} in the EFI boot image`;
}
