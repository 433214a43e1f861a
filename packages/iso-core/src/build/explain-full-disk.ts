// A full disk behind an error that speaks of something else: each tool has words of its own for it, and
// some have none.
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fullDisk, IsoError, isIsoError, systemCode } from '../runtime/index.js';

const WORDS = /No space left on device|Disk quota exceeded|\bENOSPC\b|\bEDQUOT\b/;

/** Errors of programs, which may not say that it was the disk. */
const FROM_PROGRAMS = ['COMMAND_FAILED', 'COMPILE_FAILED', 'DEPMOD_FAILED', 'SOURCE_BUILD_FAILED'];

/** No stage gets by with less. */
const LEAST_BYTES = 1024 ** 2;

/**
 * `error` as it is, or `DISK_FULL` when it says that there was no room, or when a program failed while
 * one of `folders`, the ones that a build writes to, was on a disk without any.
 */
export async function explainFullDisk(
  error: unknown,
  folders: readonly string[],
  freeBytes: (folder: string) => Promise<number> = freeBytesOf,
): Promise<unknown> {
  const says = chain(error).some(saysFull);
  const mayBe = isIsoError(error, ...FROM_PROGRAMS);
  if (isIsoError(error, 'DISK_FULL') || (!says && !mayBe)) return error;
  const free = await Promise.all(
    folders.map(async (folder) => ({ folder, bytes: await freeBytes(folder) })),
  );
  const [fullest] = free.sort((one, other) => one.bytes - other.bytes);
  if (fullest === undefined || (!says && fullest.bytes >= LEAST_BYTES)) return error;
  return fullDisk(fullest.folder, error);
}

/** The error with its causes. */
function chain(error: unknown): Error[] {
  const errors: Error[] = [];
  for (let next = error; next instanceof Error && errors.length < 10; next = next.cause) {
    errors.push(next);
  }
  return errors;
}

function saysFull(error: Error): boolean {
  if (['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '')) return true;
  if (!(error instanceof IsoError)) return false;
  const { lastLines, errors } = error.details;
  return [lastLines, errors].some((lines) => WORDS.test(Array.isArray(lines) ? lines.join() : ''));
}

async function freeBytesOf(folder: string): Promise<number> {
  for (let path = folder; ; path = dirname(path)) {
    const facts = await statfs(path).catch(() => undefined);
    if (facts !== undefined) return facts.bavail * facts.bsize;
    if (path === dirname(path)) return Infinity;
  }
}
