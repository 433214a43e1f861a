// Makes the base ISO of a variant from this system's packages: kernel, root, initrd, ISO.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Cache,
  type Progress,
  type Runner,
  cpioArchive,
  inStep,
  packMember,
  placeAtomically,
  withTemporaryFolder,
} from 'iso-core';
import { writeAmd64Iso } from './iso/amd64.js';
import { writeArm64Iso } from './iso/arm64.js';
import type { IsoContents } from './iso/contents.js';
import { type BuiltKernel, buildLabKernel } from './kernel/build.js';
import { baseIsoFile } from './project.js';
import { labRoot } from './root/lab-root.js';
import { moduleEntries } from './root/modules.js';
import { withParents } from './root/with-parents.js';
import { packagesRoot } from './userland/packages.js';
import type { Variant } from './variants.js';

export interface BaseIsoOptions {
  readonly variant: Variant;
  readonly run: Runner;
  readonly cache: Cache;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** Makes the variant's ISO and returns its path. The same packages and sources give the same bytes. */
export async function makeBaseIso(options: BaseIsoOptions): Promise<string> {
  const { variant } = options;
  const iso = baseIsoFile(variant.name);
  const kernel = await buildLabKernel({ ...options, kernel: variant.kernel });
  await writeBaseIso(options, kernel, iso);
  return iso;
}

/** Puts the root and the ISO of a variant around a kernel that is compiled, at the path `iso`. */
export async function writeBaseIso(
  options: BaseIsoOptions,
  kernel: BuiltKernel,
  iso: string,
): Promise<void> {
  const { variant, run, progress } = options;
  const packages = await packagesRoot(variant.kernel.architecture, options);
  await inStep(progress, `Making the base ISO ${variant.name}`, () =>
    withTemporaryFolder(dirname(iso), async (work) => {
      const initrd = join(work, 'initrd');
      await writeInitrd(run, variant, kernel, packages, initrd, work);
      const finished = join(work, 'base.iso');
      await writeIso(run, variant, { kernel: kernel.image, initrd }, packages, finished, work);
      await placeAtomically(finished, iso);
    }),
  );
}

async function writeInitrd(
  run: Runner,
  variant: Variant,
  kernel: BuiltKernel,
  packages: string,
  file: string,
  work: string,
): Promise<void> {
  const { architecture } = variant.kernel;
  const root = await labRoot(run, architecture, packages);
  const modules = await moduleEntries(run, kernel, variant, await subfolder(work, 'modules'));
  const archive = cpioArchive(withParents([...root, ...modules]));
  const compression = architecture === 'amd64' ? 'gzip' : 'lz4';
  const folder = await subfolder(work, 'packing');
  await pipeline(packMember(archive, { compression, run, folder }), createWriteStream(file));
}

async function writeIso(
  run: Runner,
  { kernel }: Variant,
  contents: IsoContents,
  packages: string,
  file: string,
  work: string,
): Promise<void> {
  const folder = await subfolder(work, 'iso');
  if (kernel.architecture === 'amd64') return writeAmd64Iso(run, contents, folder, file);
  const grubModules = join(packages, 'usr/lib/grub/arm64-efi');
  return writeArm64Iso(run, { ...contents, grubModules }, folder, file);
}

async function subfolder(work: string, name: string): Promise<string> {
  const folder = join(work, name);
  await mkdir(folder);
  return folder;
}
