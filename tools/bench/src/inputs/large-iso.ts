// An ISO of some 400 MB, as large as minikube's in all its parts: the lab's base with a larger kernel and a
// much larger initrd.
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  cpioArchive,
  decompressStream,
  digestOf,
  inStep,
  openFile,
  openIso,
  packMember,
  readPieces,
  remaster,
  sha256File,
  type ByteSource,
  type IsoImage,
} from 'iso-core';
import { baseIsoFile } from 'lab';
import { once, type Bench } from '../bench.js';
import { fillerEntries } from './filler.js';
import { writeLargeKernel } from './large-kernel.js';

/** How this ISO is made, for the name of its folder in the cache. */
const VERSION = 2;
const FILLER_FILES = 68;
const KERNEL = '/boot/bzImage';
const INITRD = '/boot/initrd';
const UNPACKED_LIMIT = 1024 ** 3;

/** The path of the ISO, made once for a base and kept in the cache folder. */
export const largeIso = once(async (bench: Bench): Promise<string> => {
  const { cache, progress, signal } = bench;
  const base = baseIsoFile('amd64');
  const key = digestOf({ VERSION, FILLER_FILES, base: await sha256File(base) }).slice(0, 16);
  const { folder } = await cache.stage(
    'bench',
    `large-iso-${key}`,
    (empty) => inStep(progress, 'Making an ISO of 400 MB', () => make(bench, base, empty)),
    { signal },
  );
  return join(folder, 'large.iso');
});

async function make({ run, signal }: Bench, base: string, folder: string): Promise<void> {
  const source = await openFile(base);
  try {
    const iso = await openIso(source);
    const kernel = join(folder, 'kernel');
    await writeLargeKernel(run, await fileOf(iso, KERNEL), folder, kernel);
    const initrd = join(folder, 'initrd');
    const packed = packMember(archives(await fileOf(iso, INITRD)), {
      compression: 'gzip',
      effort: 'fast',
      run,
      folder,
      signal,
    });
    await pipeline(packed, createWriteStream(initrd), { signal });
    const output = join(folder, 'large.iso');
    const replacements = [
      { isoPath: KERNEL, file: kernel },
      { isoPath: INITRD, file: initrd },
    ];
    await remaster({ run, base, iso, output, replacements, signal });
    await rm(kernel);
    await rm(initrd);
  } finally {
    await source.close();
  }
}

async function fileOf(iso: IsoImage, path: string): Promise<ByteSource> {
  const entry = await iso.find(path);
  if (entry === undefined) throw new TypeError(`${iso.source.name} has no ${path}`);
  return iso.open(entry);
}

/** What the initrd unpacks to, and the filler after it: the kernel reads archives in a row. */
async function* archives(initrd: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  yield* decompressStream(readPieces(initrd), { name: initrd.name, limit: UNPACKED_LIMIT });
  yield* cpioArchive(fillerEntries(FILLER_FILES));
}
