// An ISO as minikube's for arm64: UEFI starts GRUB from a FAT image, which starts /boot/bzimage, an
// uncompressed Image in spite of its name.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runner } from 'iso-core';
import { bootFile } from '../project.js';
import { BUILD_TIME } from '../build-time.js';
import type { IsoContents } from './contents.js';
import { writeIso } from './write-iso.js';

/** GRUB looks for the ISO by this label. */
const LABEL = 'EFIBOOTISO';

const GRUB_MODULES = [
  ...['boot', 'linux', 'normal', 'fat', 'iso9660', 'part_gpt', 'part_msdos'],
  ...['search', 'search_fs_file', 'search_fs_uuid', 'search_label'],
];

/** The FAT image's size in KiB: that of a floppy disk, which every firmware knows. */
const FAT_SIZE = 1440;

export interface Arm64IsoContents extends IsoContents {
  /** The folder of GRUB's arm64-efi modules. */
  readonly grubModules: string;
}

/** Writes the ISO; `work` is an empty folder for what it is made of. */
export async function writeArm64Iso(
  run: Runner,
  contents: Arm64IsoContents,
  work: string,
  iso: string,
): Promise<void> {
  const tree = join(work, 'tree');
  const boot = join(tree, 'EFI/BOOT');
  const fat = join(work, 'efiboot.img');
  await mkdir(join(tree, 'boot'), { recursive: true });
  await mkdir(boot, { recursive: true });
  await copyFile(contents.kernel, join(tree, 'boot/bzimage'));
  await copyFile(contents.initrd, join(tree, 'boot/initrd'));
  await copyFile(bootFile('grub.cfg'), join(boot, 'grub.cfg'));
  await writeGrub(run, contents.grubModules, join(boot, 'bootaa64.efi'));
  await writeFat(run, [join(boot, 'bootaa64.efi'), join(boot, 'grub.cfg')], fat);
  await copyFile(fat, join(boot, 'efiboot.img'));
  await writeIso(run, tree, iso, [
    ...['-V', LABEL, '-no-emul-boot', '-eltorito-platform', 'efi'],
    ...['-eltorito-boot', 'EFI/BOOT/efiboot.img'],
  ]);
}

async function writeGrub(run: Runner, modules: string, file: string): Promise<void> {
  await run({
    file: 'grub-mkimage',
    args: [
      ...['--format', 'arm64-efi', '--directory', modules, '--prefix', '/EFI/BOOT'],
      ...['--config', bootFile('grub-embedded.cfg'), '--output', file, ...GRUB_MODULES],
    ],
  });
}

/** Makes a FAT image with `files` in its folder EFI/BOOT, where a firmware looks for them. */
async function writeFat(run: Runner, files: readonly string[], image: string): Promise<void> {
  const env = { SOURCE_DATE_EPOCH: `${BUILD_TIME}`, TZ: 'UTC' };
  const format = ['-C', '--invariant', '-n', LABEL, image, `${FAT_SIZE}`];
  await run({ file: 'mkfs.fat', args: format, env });
  await run({ file: 'mmd', args: ['-i', image, '::/EFI', '::/EFI/BOOT'], env });
  await run({ file: 'mcopy', args: ['-i', image, ...files, '::/EFI/BOOT'], env });
}
