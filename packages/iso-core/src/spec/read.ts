// Reads an ISO spec from its file.
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { IsoError } from '../runtime/index.js';
import type { IsoSpec } from './iso-spec.js';
import { MAX_SPEC_SIZE, parseSpec, tooLarge } from './parse.js';
import { resolvePaths } from './resolve-paths.js';

/**
 * The spec in a file, with defaults applied and every path absolute.
 *
 * @throws IsoError `SPEC_NOT_FOUND`, `SPEC_UNREADABLE`, `SPEC_TOO_LARGE`, `SPEC_NOT_JSON`, `SPEC_INVALID`
 */
export async function readSpec(path: string): Promise<IsoSpec> {
  const spec = parseSpec(decode(await readBounded(path), path), { path });
  return resolvePaths(spec, dirname(resolve(path)));
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw notAFile(path, stats.isDirectory() ? 'a folder' : 'something else');
    if (stats.size > MAX_SPEC_SIZE) throw tooLarge(path, stats.size);
    return await readFile(path);
  } catch (error) {
    throw error instanceof IsoError ? error : readError(path, error);
  }
}

function notAFile(path: string, found: string): IsoError {
  return new IsoError('SPEC_UNREADABLE', `${path}: expected a file, found ${found}`, {
    hint: 'Give the path of the minikube-iso.json itself.',
    details: { path },
  });
}

function readError(path: string, cause: unknown): IsoError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new IsoError('SPEC_NOT_FOUND', `${path}: expected an ISO spec, found no such file`, {
      hint: 'Correct the path, or create it: { "minikube": "1.38.1", "kernel": { "require": ["chaos-controller"] } }',
      cause,
      details: { path },
    });
  }
  return new IsoError('SPEC_UNREADABLE', `${path}: the ISO spec cannot be read (${code})`, {
    hint: 'Check that it is a file and that you may read it.',
    cause,
    details: { path },
  });
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new IsoError('SPEC_NOT_JSON', `${path}: expected UTF-8 text, found other bytes`, {
      hint: 'Save the file as UTF-8.',
      cause,
      details: { path },
    });
  }
}
