// The proof of a publication: what is at the public URL, read as anybody would read it.
import { bootedKernelDigest, withSubject } from '../inspect/identity/index.js';
import type { Depth } from '../inspect/index.js';
import {
  IsoError,
  isIsoError,
  sha256File,
  type Environment,
  type Progress,
} from '../runtime/index.js';
import { notReadable } from './readable.js';
import type { SealedIso } from './sealed-iso.js';

export interface ReadBackOptions {
  readonly url: string;
  readonly sealed: SealedIso;
  readonly depth: Depth;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Reads the ISO at its URL without credentials: its size and by ranges its kernel, which is the sealed one
 * and so has its config, and at depth `content` all of it. Errors: `PUBLISHED_NOT_READABLE`, `PUBLISHED_DIFFERS`, and those of reading a URL.
 */
export async function readBack(options: ReadBackOptions): Promise<void> {
  const { url, sealed, depth, env, progress, signal } = options;
  try {
    await withSubject(url, { folder: '/', depth, env, progress, signal }, async (subject) => {
      expectSame(url, 'size', sealed.size, subject.size);
      if (subject.published !== undefined && 'sha256' in subject.published) {
        expectSame(url, 'digest in its .sha256', sealed.sha256, subject.published.sha256);
      }
      if (subject.path !== undefined) {
        expectSame(url, 'SHA-256', sealed.sha256, await sha256File(subject.path));
      }
      const kernel = await bootedKernelDigest(subject.source);
      expectSame(url, 'kernel', sealed.manifest.kernel.sha256, kernel);
    });
  } catch (error) {
    if (!isIsoError(error, 'URL_FORBIDDEN')) throw error;
    throw notReadable(url, 403, error);
  }
}

function expectSame(
  url: string,
  what: string,
  expected: string | number,
  found: string | number,
): void {
  if (expected === found) return;
  throw new IsoError(
    'PUBLISHED_DIFFERS',
    `${url} is not what was uploaded: its ${what} is ${found}, expected ${expected}`,
    {
      hint: 'Something between the bucket and this URL serves other bytes: check "publish.publicUrl" and its caches.',
      details: { url, what, expected, found },
    },
  );
}
