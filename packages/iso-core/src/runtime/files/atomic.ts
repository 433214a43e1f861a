// Files that appear whole or not at all: written under a temporary name in the same folder, synced,
// and renamed. Whatever goes wrong, the old file stays and the temporary one goes.
import { constants, createWriteStream } from 'node:fs';
import { copyFile, cp, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { explainingWrites, systemCode } from './file-errors.js';
import { removeAbandoned, temporaryName } from './temporary.js';

/** Writes a file's contents to a stream; whether it ends the stream or not is the same. */
export type StreamWriter = (stream: Writable) => Promise<void>;

/**
 * Writes `content` to `path`, whose folder is made if need be. The file appears whole or not at all;
 * a reader sees the old bytes or the new. Rejects with `DISK_FULL`, `NOT_WRITABLE`, or with what the
 * given writer threw.
 */
export async function writeAtomically(
  path: string,
  content: Uint8Array | string | StreamWriter,
): Promise<void> {
  await appearing(path, async (temporary) => {
    if (typeof content === 'function') await writeStream(temporary, content);
    else await writeBytes(temporary, content);
  });
}

/**
 * Moves a finished file to its final name, over an older file of that name, or a finished folder to a
 * name that is free. Works between file systems; then a copy appears atomically and the original goes.
 */
export async function placeAtomically(temporaryPath: string, finalPath: string): Promise<void> {
  await explainingWrites(finalPath, async () => {
    await mkdir(dirname(finalPath), { recursive: true });
    try {
      await syncFile(temporaryPath);
      await rename(temporaryPath, finalPath);
      return;
    } catch (error) {
      if (systemCode(error) !== 'EXDEV') throw error;
    }
    await appearing(finalPath, (temporary) =>
      cp(temporaryPath, temporary, { recursive: true, preserveTimestamps: true }),
    );
    await rm(temporaryPath, { recursive: true, force: true });
  });
}

/** Copies a file (sharing its blocks where the file system can) so that it appears whole. */
export async function copyFileAtomically(from: string, to: string): Promise<void> {
  await appearing(to, (temporary) => copyFile(from, temporary, constants.COPYFILE_FICLONE));
}

async function appearing(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), temporaryName(basename(path)));
  await explainingWrites(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    await removeAbandoned(dirname(path));
    try {
      await write(temporary);
      await syncFile(temporary);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  });
}

async function writeBytes(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}

async function writeStream(path: string, write: StreamWriter): Promise<void> {
  const stream = createWriteStream(path, { flags: 'wx' });
  const ended = finished(stream);
  try {
    // A writer that waits for `drain` would wait for ever on a stream that has failed.
    await Promise.race([write(stream), ended]);
    stream.end();
    await ended;
  } catch (error) {
    stream.destroy();
    await ended.catch(() => undefined);
    throw error;
  }
}

async function syncFile(path: string): Promise<void> {
  if (!(await stat(path)).isFile()) return;
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
