// Gets a kernel's source ready: a tarball is verified and unpacked once into the cache folder, a
// folder is used where it is.
import { readFileSync, type Stats } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type Architecture,
  type Cache,
  fileDigest,
  IsoError,
  kernelSourceArch,
  type LockOptions,
  type Runner,
  systemCode,
} from '../../runtime/index.js';
import { assertBuildPath } from './build-path.js';
import { folderDigest } from './folder-digest.js';
import { assertSourceOf, notAKernelSource, sourceVersion } from './source-version.js';
import { unpackArchive, type UnpackLimits } from './unpack.js';

/** Of which of an archive's entries are unpacked; another number is another folder. */
const UNPACKED = 2;

export interface KernelSource {
  /** Absolute, with symbolic links resolved. Nothing is ever written there. */
  readonly folder: string;
  /** Of the tarball's bytes, or of the folder's contents. */
  readonly digest: string;
  readonly kind: 'tarball' | 'folder';
  /** What its Makefile says: `6.6.95`. */
  readonly version: string;
  /** Whether nothing had to be unpacked. */
  readonly cached: boolean;
}

export interface AcquireSourceOptions {
  /** A tarball or a folder. */
  readonly path: string;
  /** What the tarball's SHA-256 must be. */
  readonly sha256?: string;
  /** The kernel release that it must be the source of. */
  readonly release?: string;
  readonly architecture: Architecture;
  readonly cache: Cache;
  readonly run: Runner;
  readonly signal?: AbortSignal;
  readonly onWait?: LockOptions['onWait'];
  readonly limits?: UnpackLimits;
  /**
   * Called with each regular file once it is unpacked whole, by its path for now and its path in the
   * source; never when nothing has to be unpacked.
   */
  readonly onFile?: (file: string, path: string) => void;
}

/**
 * The source at `path`, ready to build from. Rejects with `SOURCE_NOT_FOUND`, `NOT_A_FILE`,
 * `FILE_UNREADABLE`, `SOURCE_HASH_MISMATCH`, `SOURCE_CORRUPT`, `SOURCE_UNSAFE`, `SOURCE_TOO_LARGE`,
 * `SOURCE_NOT_A_KERNEL`, `SOURCE_NOT_CLEAN`, `SOURCE_VERSION_MISMATCH`, `KERNEL_PATH_UNUSABLE`, or what writing to the cache folder rejects with;
 * of an archive that was refused nothing stays behind.
 */
export async function acquireSource(given: AcquireSourceOptions): Promise<KernelSource> {
  const options = { ...given, path: resolve(given.path) };
  const { path } = options;
  const facts = await stat(path).catch((cause: unknown) => {
    throw new IsoError('SOURCE_NOT_FOUND', `There is no kernel source at ${path}`, {
      hint: 'Correct "kernel.source.path", or leave it out to fetch the release’s own tarball.',
      ...(systemCode(cause) === 'ENOENT' ? {} : { cause }),
      details: { path },
    });
  });
  if (!facts.isDirectory()) await assertReadable(path, facts);
  const source = facts.isDirectory() ? await useFolder(options) : await useTarball(options);
  const version = kernelIn(source.folder, path);
  if (options.release !== undefined) assertSourceOf(version, options.release, path);
  return { ...source, version };
}

/** A pipe would be waited for, for ever. */
async function assertReadable(path: string, facts: Stats): Promise<void> {
  if (!facts.isFile()) {
    throw new IsoError('NOT_A_FILE', `The kernel source ${path} is neither a file nor a folder`, {
      hint: 'Give the tarball from kernel.org, or a folder with it unpacked.',
      details: { path },
    });
  }
  const file = await open(path).catch((cause: unknown) => {
    throw new IsoError(
      'FILE_UNREADABLE',
      `The kernel source ${path} cannot be opened for reading`,
      {
        hint: 'Check who may read the file and its folders.',
        cause,
        details: { path },
      },
    );
  });
  await file.close();
}

type Unversioned = Omit<KernelSource, 'version'>;

async function useTarball(options: AcquireSourceOptions): Promise<Unversioned> {
  const { path, cache, signal, onWait } = options;
  const digest = await fileDigest(cache, path);
  if (options.sha256 !== undefined && options.sha256 !== digest) {
    throw new IsoError(
      'SOURCE_HASH_MISMATCH',
      `The kernel source ${path} has the SHA-256 ${digest}, expected ${options.sha256}`,
      {
        hint: 'Fetch it again; if it is the one you want, put its SHA-256 into "kernel.source.sha256".',
        details: { path, expected: options.sha256, found: digest },
      },
    );
  }
  assertBuildPath(cache.folder, 'The cache folder');
  const { folder, cached } = await cache.stage(
    'sources',
    `${digest}-${UNPACKED}`,
    (empty, stop) => unpack(options, empty, stop),
    { ...(signal === undefined ? {} : { signal }), ...(onWait === undefined ? {} : { onWait }) },
  );
  return { folder: await realpath(folder), digest, kind: 'tarball', cached };
}

/** Unpacks, and gives up as soon as the Makefile shows that it is the source of another kernel. */
async function unpack(
  options: AcquireSourceOptions,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { path, run, release, limits, onFile } = options;
  await unpackArchive({
    run,
    archive: path,
    folder,
    signal,
    ...(limits === undefined ? {} : { limits }),
    onFile: (name) => {
      if (name === 'Makefile' && release !== undefined) {
        const version = sourceVersion(readIfThere(join(folder, name)));
        if (version !== undefined) assertSourceOf(version, release, path);
      }
      onFile?.(join(folder, name), name);
    },
  });
  kernelIn(folder, path);
}

async function useFolder(options: AcquireSourceOptions): Promise<Unversioned> {
  const { path, cache, architecture, signal } = options;
  if (options.sha256 !== undefined) {
    throw new IsoError('SOURCE_NOT_A_FILE', `A SHA-256 is given for ${path}, which is a folder`, {
      hint: 'Take "kernel.source.sha256" out, or give the tarball itself.',
      details: { path },
    });
  }
  const folder = await realpath(path);
  assertBuildPath(folder, 'The kernel source');
  kernelIn(folder, path);
  await assertClean(folder, architecture);
  const digest = await folderDigest(cache, folder, signal);
  return { folder, digest, kind: 'folder', cached: true };
}

/** kbuild refuses to build elsewhere from a source that was itself built in. */
async function assertClean(folder: string, architecture: Architecture): Promise<void> {
  const generated = `arch/${kernelSourceArch(architecture)}/include/generated`;
  for (const name of ['.config', 'include/config', generated]) {
    if ((await stat(join(folder, name)).catch(() => undefined)) === undefined) continue;
    throw new IsoError(
      'SOURCE_NOT_CLEAN',
      `A kernel was built inside its source ${folder}: it has ${name}`,
      {
        hint: `Run "make -C ${folder} mrproper" (it removes that build and its .config), or give the release's tarball.`,
        details: { path: folder, found: name },
      },
    );
  }
}

/** The version of the kernel source in a folder; throws `SOURCE_NOT_A_KERNEL`, which names `path`. */
function kernelIn(folder: string, path: string): string {
  const version = sourceVersion(readIfThere(join(folder, 'Makefile')));
  if (version === undefined || readIfThere(join(folder, 'Kconfig')) === '') {
    throw notAKernelSource(path);
  }
  return version;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
