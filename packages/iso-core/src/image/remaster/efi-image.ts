// Replaces files inside of an EFI boot image, a FAT file system, in place: its size, its serial
// number and every other file stay.
import { copyFile, mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isIsoError, IsoError, writeAtomically, type Runner } from '../../runtime/index.js';
import { openFat, type FatVolume } from '../boot/index.js';
import { openFile, readPieces, type ByteSource } from '../bytes/index.js';
import { sameBytes } from './same-bytes.js';

export interface EfiImageOptions {
  readonly run: Runner;
  /** The image as it is in the base. */
  readonly image: ByteSource;
  readonly files: readonly FileInside[];
  /** The time that the new files get, in seconds since 1970. */
  readonly seconds: number;
  /** An empty folder of ours. The new image is in it afterwards. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

export interface FileInside {
  /** Absolute, with `/`. */
  readonly path: string;
  readonly file: string;
}

/** FAT has no times before 1980. */
const FIRST_SECOND = Date.UTC(1980, 0, 1) / 1000;

/**
 * Returns the path of a copy of `image` with `files` in it.
 * Errors: `EFI_FILE_MISSING`, `EFI_IMAGE_FULL`, `EFI_IMAGE_CHANGED` when more than these files would
 * differ, `FAT_CORRUPT`, those of the runner.
 */
export async function replaceInEfiImage(options: EfiImageOptions): Promise<string> {
  const { run, image, files, seconds, folder, signal } = options;
  const before = await openFat(image);
  await mkdir(folder, { recursive: true });
  const output = join(folder, 'efi.img');
  await writeAtomically(output, async (stream) => {
    await pipeline(readPieces(image), stream, { end: false });
  });
  const replaced = new Map<string, string>();
  for (const { path, file } of files) {
    const entry = await before.find(path);
    if (entry?.isDirectory !== false) throw missing(image.name, path);
    const staged = join(folder, `file-${replaced.size}`);
    await copyFile(file, staged);
    const time = Math.max(seconds, FIRST_SECOND);
    await utimes(staged, time, time);
    await copyInto(run, output, staged, entry.path, signal);
    replaced.set(entry.path, staged);
  }
  await prove(before, output, replaced);
  return output;
}

async function copyInto(
  run: Runner,
  image: string,
  file: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const command = {
    file: 'mcopy',
    args: ['-o', '-m', '-i', image, file, `::${path}`],
    env: { TZ: 'UTC', MTOOLSRC: '/dev/null', MTOOLS_SKIP_CHECK: undefined },
  };
  try {
    await run(command, signal === undefined ? {} : { signal });
  } catch (error) {
    const lines = isIsoError(error, 'COMMAND_FAILED') ? error.details['lastLines'] : undefined;
    if (!Array.isArray(lines) || !lines.some((line) => /disk full/i.test(String(line))))
      throw error;
    throw new IsoError('EFI_IMAGE_FULL', `The EFI boot image has no room for the new ${path}`, {
      hint: 'Ask for fewer built-in options, or for modules, so that the kernel stays small.',
      cause: error,
      details: { path },
    });
  }
}

async function prove(
  before: FatVolume,
  output: string,
  replaced: ReadonlyMap<string, string>,
): Promise<void> {
  const source = await openFile(output);
  try {
    const after = await openFat(source);
    const [ours, theirs] = [await pathsOf(before), await pathsOf(after)];
    if (ours.join('\n') !== theirs.join('\n')) throw changed(output, 'its list of files');
    for await (const entry of before.entries()) {
      const found = await after.find(entry.path);
      if (entry.isDirectory || found === undefined) continue;
      const file = replaced.get(entry.path);
      if (!(await isAsExpected(before, entry.path, after, file))) throw changed(output, entry.path);
    }
  } finally {
    await source.close();
  }
}

async function pathsOf(volume: FatVolume): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path, isDirectory } of volume.entries()) {
    paths.push(isDirectory ? `${path}/` : path);
  }
  return paths.sort();
}

async function isAsExpected(
  before: FatVolume,
  path: string,
  after: FatVolume,
  file: string | undefined,
): Promise<boolean> {
  const [old, found] = [await before.find(path), await after.find(path)];
  if (old === undefined || found === undefined) return false;
  if (file === undefined) return sameBytes(before.open(old), after.open(found));
  const expected = await openFile(file);
  try {
    return await sameBytes(expected, after.open(found));
  } finally {
    await expected.close();
  }
}

function missing(image: string, path: string): IsoError {
  return new IsoError('EFI_FILE_MISSING', `${image}: expected a file at ${path}, found none`, {
    hint: 'A remaster replaces files and never adds any: name a file that the EFI image has.',
    details: { image, path },
  });
}

function changed(image: string, what: string): IsoError {
  return new IsoError('EFI_IMAGE_CHANGED', `${image}: ${what} is not as it was in the base`, {
    hint: 'Try another version of mtools; if that does not help, report the base ISO.',
    details: { image, what },
  });
}
