// Reads a lock back. It may have been merged or edited by hand: whatever is not one is refused.
import { openFile } from '../../image/index.js';
import { cleanLine, IsoError, isIsoError } from '../../runtime/index.js';
import { LOCK_VERSION, lockSchema, type IsoLock } from './lock.js';

/** A lock has two ISOs and the names of some files. */
const MOST_BYTES = 1024 * 1024;

/**
 * The lock in a file; undefined where there is none.
 * Errors: `LOCK_INVALID`, `LOCK_VERSION_UNKNOWN`, those of `openFile`.
 */
export async function readLock(file: string): Promise<IsoLock | undefined> {
  try {
    const source = await openFile(file);
    try {
      if (source.size > MOST_BYTES) throw invalid(file, `${source.size} bytes are too many`);
      const bytes = await source.read(0, source.size);
      return parseLock(Buffer.from(bytes).toString('utf8'), file);
    } finally {
      await source.close();
    }
  } catch (error) {
    if (isIsoError(error, 'FILE_NOT_FOUND')) return undefined;
    throw error;
  }
}

/** The lock in a text; errors call it `file`. Errors: `LOCK_INVALID`, `LOCK_VERSION_UNKNOWN`. */
export function parseLock(text: string, file: string): IsoLock {
  const value = parseJson(text, file);
  checkVersion(value, file);
  const { data, error } = lockSchema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
  throw invalid(file, `${place}: ${issue?.message ?? 'unknown'}`, error);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(file, 'it is not JSON', error);
  }
}

function checkVersion(value: unknown, file: string): void {
  if (typeof value !== 'object' || value === null || !('lockVersion' in value)) {
    throw invalid(file, 'it has no lockVersion');
  }
  const { lockVersion: found } = value;
  if (found === LOCK_VERSION) return;
  const shown = cleanLine(JSON.stringify(found), 40);
  throw new IsoError(
    'LOCK_VERSION_UNKNOWN',
    `${file}: expected a lock of version ${LOCK_VERSION}, found version ${shown}`,
    {
      hint: 'Use the release of nx-minikube-iso that wrote it, or remove it and run nx g nx-minikube-iso:bump.',
      details: { file, expected: LOCK_VERSION, found },
    },
  );
}

function invalid(file: string, why: string, cause?: unknown): IsoError {
  return new IsoError('LOCK_INVALID', `${file} is not a lock: ${cleanLine(why, 200)}`, {
    hint: 'Restore it from version control, or remove it and run nx g nx-minikube-iso:bump, which writes it anew.',
    cause,
    details: { file },
  });
}
