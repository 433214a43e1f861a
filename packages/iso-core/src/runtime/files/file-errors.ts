// What the file system refuses, as errors a person can act on.
import { IsoError } from '../errors.js';

/** The `code` of a Node error (`ENOSPC`), if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * The error for a write to `path` that failed: `DISK_FULL` when there is no room (or quota),
 * `NOT_WRITABLE` when it is not allowed; anything else is given back as it is.
 */
export function writeError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (error instanceof IsoError || code === undefined) return error;
  const options = { cause: error, details: { path, code } };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fullDisk(path, error, options.details);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return new IsoError('NOT_WRITABLE', `${path} cannot be written (${code})`, {
        ...options,
        hint: 'Make its folder writable for this user, or choose another one (NX_MINIKUBE_ISO_CACHE for the cache).',
      });
    case 'EISDIR':
      return new IsoError('NOT_WRITABLE', `${path} cannot be written: a folder has that name`, {
        ...options,
        hint: 'Move that folder away, or choose another place.',
      });
    case 'EEXIST':
      if (!isMkdir(error)) return error;
      return new IsoError(
        'NOT_WRITABLE',
        `${path} cannot be made: a file has the name of a folder`,
        {
          ...options,
          hint: 'Move that file away, or choose another folder (NX_MINIKUBE_ISO_CACHE for the cache).',
        },
      );
    default:
      return error;
  }
}

const HINT =
  'Free some space there, or choose a folder on a larger disk ("outputPath" for the ISO, NX_MINIKUBE_ISO_CACHE for the cache), and run again.';

/** `DISK_FULL`: there was no room for `path`; `cause` is what failed for that, if anything did. */
export function fullDisk(
  path: string,
  cause?: unknown,
  details: Readonly<Record<string, unknown>> = { path },
): IsoError {
  return new IsoError('DISK_FULL', `No space is left for ${path}`, { hint: HINT, cause, details });
}

function isMkdir(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
}

/** Runs `write`, turning what the file system refuses into the errors of `writeError`. */
export async function explainingWrites<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw writeError(error, path);
  }
}
