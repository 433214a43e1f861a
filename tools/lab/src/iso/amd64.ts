// An ISO as minikube's for x86_64: a BIOS starts ISOLINUX, which starts /boot/bzImage.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runner } from 'iso-core';
import { bootFile } from '../project.js';
import type { IsoContents } from './contents.js';
import { writeIso } from './write-iso.js';

/** Debian's files of the packages isolinux and syslinux-common. */
const ISOLINUX = '/usr/lib/ISOLINUX/isolinux.bin';
const LDLINUX = '/usr/lib/syslinux/modules/bios/ldlinux.c32';

/** Writes the ISO; `work` is an empty folder for what it is made of. */
export async function writeAmd64Iso(
  run: Runner,
  contents: IsoContents,
  work: string,
  iso: string,
): Promise<void> {
  const tree = join(work, 'tree');
  await mkdir(join(tree, 'boot'), { recursive: true });
  await mkdir(join(tree, 'isolinux'));
  await copyFile(contents.kernel, join(tree, 'boot/bzImage'));
  await copyFile(contents.initrd, join(tree, 'boot/initrd'));
  await copyFile(bootFile('isolinux.cfg'), join(tree, 'isolinux/isolinux.cfg'));
  await copyFile(ISOLINUX, join(tree, 'isolinux/isolinux.bin'));
  await copyFile(LDLINUX, join(tree, 'isolinux/ldlinux.c32'));
  await writeIso(run, tree, iso, [
    ...['-b', 'isolinux/isolinux.bin', '-c', 'isolinux/boot.cat'],
    ...['-no-emul-boot', '-boot-load-size', '4', '-boot-info-table'],
  ]);
}
