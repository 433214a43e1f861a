// Opens the Kconfig files of a source tree: only regular files inside it, within the limits.
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { join, posix, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { IsoError, isIsoError } from '../../runtime/index.js';
import { MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES } from './limits.js';

const HINT = 'Check that the kernel source is complete and the one you meant.';

/** After so many files other work gets its turn. */
const FILES_AT_A_TIME = 50;

/** Reads files of one tree by their paths relative to it. */
export class KconfigFiles {
  readonly #root: string;
  /** Real paths of folders that were found to be inside the tree. */
  readonly #folders = new Map<string, string>();
  #files = 0;
  #bytes = 0;

  /** @throws IsoError `KCONFIG_UNREADABLE` when `folder` is not there */
  constructor(folder: string) {
    try {
      this.#root = realpathSync(folder);
    } catch (cause) {
      throw unreadable(folder, 'the kernel source cannot be read', cause);
    }
  }

  /**
   * The text of a file. Symbolic links are followed within the tree only. Files are small and many:
   * they are read synchronously, which takes a fifth of the time.
   *
   * @throws IsoError `KCONFIG_OUTSIDE_TREE`, `KCONFIG_UNREADABLE` or `KCONFIG_TOO_LARGE`
   */
  async read(path: string): Promise<string> {
    this.#files += 1;
    if (this.#files > MAX_FILES) throw tooLarge(path, `more than ${MAX_FILES} Kconfig files`);
    if (this.#files % FILES_AT_A_TIME === 0) await setImmediate();
    const bytes = this.#bytesOf(path);
    if (bytes.includes(0)) throw unreadable(path, 'it is not text');
    return bytes.toString('utf8');
  }

  /** Whether something has this name, relative to the tree. */
  has(path: string): boolean {
    return existsSync(join(this.#root, path));
  }

  #bytesOf(path: string): Buffer {
    const descriptor = this.#open(path);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) throw unreadable(path, 'it is not a file');
      this.#bytes += stat.size;
      if (stat.size > MAX_FILE_BYTES) throw tooLarge(path, `${stat.size} bytes in one file`);
      if (this.#bytes > MAX_TOTAL_BYTES) throw tooLarge(path, `more than ${MAX_TOTAL_BYTES} bytes`);
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  #open(path: string): number {
    const normal = posix.normalize(path);
    if (posix.isAbsolute(normal) || normal === '..' || normal.startsWith('../'))
      throw outside(path);
    // A pipe in the place of a file must not make us wait.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
    try {
      const folder = this.#realFolder(posix.dirname(normal), path);
      try {
        return openSync(join(folder, posix.basename(normal)), flags);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ELOOP')) throw error;
      }
      const target = realpathSync(join(folder, posix.basename(normal)));
      if (!this.#isInside(target)) throw outside(path);
      return openSync(target, flags);
    } catch (cause) {
      throw isIsoError(cause) ? cause : unreadable(path, 'it cannot be read', cause);
    }
  }

  #realFolder(folder: string, path: string): string {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const real = realpathSync(join(this.#root, folder));
    if (!this.#isInside(real)) throw outside(path);
    this.#folders.set(folder, real);
    return real;
  }

  #isInside(real: string): boolean {
    return real === this.#root || real.startsWith(this.#root + sep);
  }
}

function outside(path: string): IsoError {
  return new IsoError(
    'KCONFIG_OUTSIDE_TREE',
    `the kernel source names the Kconfig file ${JSON.stringify(path)}, which is outside of it`,
    { hint: HINT, details: { path } },
  );
}

function unreadable(path: string, why: string, cause?: unknown): IsoError {
  return new IsoError('KCONFIG_UNREADABLE', `${path}: ${why}`, {
    hint: HINT,
    details: { path },
    ...(cause === undefined ? {} : { cause }),
  });
}

function tooLarge(path: string, found: string): IsoError {
  return new IsoError(
    'KCONFIG_TOO_LARGE',
    `the kernel source has ${found} (at ${path}), more than any kernel`,
    { hint: HINT, details: { path } },
  );
}
