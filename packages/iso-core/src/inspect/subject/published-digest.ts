// The `.sha256` beside an ISO. That there is none is nothing wrong; that it cannot be read or understood is
// said, because then nobody knows whether the ISO is what its publisher meant.
import { posix, basename } from 'node:path';
import { openFile } from '../../image/bytes/index.js';
import { checksumUrl, parseChecksumFile } from '../../minikube/index.js';
import {
  displayUrl,
  fetchText,
  isForbidden,
  isIsoError,
  parseHttpUrl,
} from '../../runtime/index.js';
import type { DigestClaim, SubjectOptions } from './subject.js';

/** It holds one line, or one for each file of a folder. */
const MOST_BYTES = 64 * 1024;

/** What the `.sha256` beside the file `path` says. Errors: those of `openFile`. */
export async function digestBesideFile(path: string): Promise<DigestClaim | undefined> {
  const from = `${basename(path)}.sha256`;
  const text = await readBeside(`${path}.sha256`);
  return text === undefined ? undefined : claim(from, text, basename(path));
}

/**
 * What the `.sha256` beside `url` says. Errors: those of `fetchText`, but for a file that is not there
 * or not to be read.
 */
export async function digestBesideUrl(
  url: string,
  options: Omit<SubjectOptions, 'folder'>,
): Promise<DigestClaim | undefined> {
  const address = checksumUrl(url);
  const from = displayUrl(address);
  try {
    const { text } = await fetchText([address], { ...options, maxBytes: MOST_BYTES });
    return claim(from, text, decoded(posix.basename(parseHttpUrl(url).pathname)));
  } catch (error) {
    if (isIsoError(error, 'DOWNLOAD_NOT_FOUND')) return undefined;
    if (!isForbidden(error)) throw error;
    return {
      from,
      problem: `${from} may not be read, which object stores also say of what is not there`,
      hint: 'Publish the .sha256 beside the ISO, or verify a file with its .sha256 beside it.',
    };
  }
}

async function readBeside(path: string): Promise<string | undefined> {
  try {
    const source = await openFile(path);
    try {
      const bytes = await source.read(0, Math.min(source.size, MOST_BYTES));
      return Buffer.from(bytes).toString('utf8');
    } finally {
      await source.close();
    }
  } catch (error) {
    if (isIsoError(error, 'FILE_NOT_FOUND')) return undefined;
    throw error;
  }
}

function claim(from: string, text: string, name: string): DigestClaim {
  try {
    return { from, sha256: parseChecksumFile(text, name) };
  } catch (error) {
    if (!isIsoError(error, 'CHECKSUM_FILE_INVALID')) throw error;
    return {
      from,
      problem: `${from} holds no SHA-256 of ${name}`,
      hint: 'Publish the ISO again with its .sha256; a proxy may also have answered with something else.',
    };
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
