// A case-sensitive disk image: the disk of a Mac usually is not, and kernel trees have files whose names
// differ in case alone. The image is made once, attached for a build, and detached after it.
import { existsSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  delay,
  inStep,
  IsoError,
  isIsoError,
  placeAtomically,
  throwIfCancelled,
  withTemporaryFolder,
  type Cache,
  type Runner,
} from '../../runtime/index.js';
import { isCaseSensitive } from '../case-sensitivity.js';
import type { MachineContext } from '../machine.js';
import { whereAttached } from './attached-image.js';

const NAME = 'case-sensitive';

/** How large the image may grow; it takes no more than what is in it. */
const SIZE = '120g';

/** Spotlight and others look at a new disk for a moment: `couldn't unmount "disk4" - Resource busy`. */
const DETACH_PAUSES = [500, 1_000, 2_000, 4_000];
/** For one call; checking a disk that was not detached properly takes a while. */
const MILLISECONDS = 5 * 60_000;

export interface ImageContext extends MachineContext {
  /** Where the image is, and the folder that it is attached to. */
  readonly cache: Cache;
}

/**
 * Runs `work` with a folder on the image, whose contents stay for the next time. Afterwards the image is
 * detached, however that went; should that fail, a note says so, and the next build goes on with it as it
 * is. Builds with one cache folder wait for each other. Rejects with `CASE_SENSITIVE_IMAGE_FAILED`, or with
 * what `work` rejects with.
 */
export async function withCaseSensitiveFolder<T>(
  context: ImageContext,
  work: (folder: string, signal: AbortSignal) => Promise<T>,
  pauses: readonly number[] = DETACH_PAUSES,
): Promise<T> {
  const { cache, progress, signal } = context;
  const folder = cache.path(NAME);
  return cache.withLock(
    NAME,
    async (held) => {
      try {
        await inStep(progress, 'Attach the case-sensitive disk image', () =>
          attach(folder, { ...context, signal: held }),
        );
        return await work(folder, held);
      } finally {
        await detachAtLast(context, pauses);
      }
    },
    { signal, onWait: (holder) => progress.note(`Waiting for the disk image of ${holder}`) },
  );
}

async function attach(folder: string, context: ImageContext): Promise<void> {
  const { run, signal } = context;
  const image = await theImage(context);
  const place = await placeOf(image, run);
  const isRight = place === (await realpath(folder).catch(() => undefined));
  // A killed build left it where it belongs; a person may have opened it elsewhere.
  if (place !== undefined && !isRight) await hdiutil(['detach', place], run);
  throwIfCancelled(signal);
  await mkdir(folder, { recursive: true });
  // Not cancelled half-way: what has begun to attach it would go on.
  const args = ['attach', image, '-mountpoint', folder, '-nobrowse'];
  if (place === undefined || !isRight) await hdiutil(args, run);
  if (await isCaseSensitive(folder)) return;
  throw new IsoError(
    'CASE_SENSITIVE_IMAGE_FAILED',
    `Expected a case-sensitive file system in ${folder}, found one that is not`,
    {
      hint: `With no build running, remove ${image}: the next build makes it anew.`,
      details: { folder, image },
    },
  );
}

/** The path of the image, with links resolved, as `hdiutil` speaks of it. */
async function theImage({ cache, run, signal }: ImageContext): Promise<string> {
  const image = imageIn(cache);
  if (!existsSync(image)) {
    await withTemporaryFolder(cache.folder, async (scratch) => {
      const made = join(scratch, basename(image));
      const kind = ['-type', 'SPARSE', '-fs', 'Case-sensitive APFS', '-size', SIZE];
      await hdiutil(['create', ...kind, '-volname', 'nx-minikube-iso', made], run, signal);
      await placeAtomically(made, image);
    });
  }
  return realpath(image);
}

/** Is not cancelled: it is what a cancelled build leaves the image whole by. */
async function detachAtLast(
  { cache, run, progress }: ImageContext,
  pauses: readonly number[],
): Promise<void> {
  const image = await realpath(imageIn(cache)).catch(() => undefined);
  if (image === undefined) return;
  try {
    const place = await placeOf(image, run);
    if (place === undefined) return;
    await inStep(progress, 'Detach the disk image', () => detach(place, run, pauses));
  } catch (error) {
    if (!isIsoError(error)) throw error;
    progress.note(`${error.message}. ${error.hint}`);
  }
}

async function detach(place: string, run: Runner, pauses: readonly number[]): Promise<void> {
  for (const pause of pauses) {
    try {
      await hdiutil(['detach', place], run);
      return;
    } catch (error) {
      if (!isIsoError(error, 'CASE_SENSITIVE_IMAGE_FAILED')) throw error;
      await delay(pause);
    }
  }
  await hdiutil(['detach', place, '-force'], run);
}

async function placeOf(image: string, run: Runner): Promise<string | undefined> {
  const { stdout } = await run({ file: 'hdiutil', args: ['info', '-plist'] });
  return whereAttached(stdout, image);
}

async function hdiutil(args: readonly string[], run: Runner, signal?: AbortSignal): Promise<void> {
  const options = { timeoutMs: MILLISECONDS, ...(signal === undefined ? {} : { signal }) };
  try {
    await run({ file: 'hdiutil', args }, options);
  } catch (error) {
    if (!isIsoError(error, 'COMMAND_FAILED', 'TIMED_OUT')) throw error;
    const { lastLines } = error.details;
    const why = Array.isArray(lastLines) ? String(lastLines.at(-1)) : error.message;
    throw new IsoError(
      'CASE_SENSITIVE_IMAGE_FAILED',
      `The case-sensitive disk image cannot be used: ${why}`,
      {
        hint: 'Look at what `hdiutil info` says, or use "host": "container", which needs no image.',
        cause: error,
        details: { args, lastLines },
      },
    );
  }
}

function imageIn(cache: Cache): string {
  return cache.path(`${NAME}.sparseimage`);
}
