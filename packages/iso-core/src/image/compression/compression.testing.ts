// Compresses with the field's own tools, for tests.
import { execFileSync } from 'node:child_process';
import type { Compression } from './format.js';

const COMMANDS: Readonly<Record<Exclude<Compression, 'none'>, readonly [string, ...string[]]>> = {
  gzip: ['gzip', '-n', '-9', '-c'],
  lz4: ['lz4', '-l', '-9', '-c'],
  'lz4-frame': ['lz4', '-9', '-c'],
  zstd: ['zstd', '-q', '-3', '-c'],
  xz: ['xz', '--check=crc32', '--x86', '--lzma2=', '-c'],
  lzma: ['xz', '--format=lzma', '-c'],
  bzip2: ['bzip2', '-c'],
  lzo: ['lzop', '-c'],
};

/** `bytes` as the kernel's makefiles compress them; `more` are further options of the tool. */
export function compressWithTool(
  bytes: Uint8Array,
  compression: Compression,
  ...more: string[]
): Buffer {
  if (compression === 'none') return Buffer.from(bytes);
  const [file, ...args] = COMMANDS[compression];
  return execFileSync(file, [...args, ...more], {
    input: bytes,
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

export const COMPRESSIONS: readonly Exclude<Compression, 'none'>[] = [
  'gzip',
  'lz4',
  'lz4-frame',
  'zstd',
  'xz',
  'lzma',
  'bzip2',
  'lzo',
];

/** Bytes with some structure: repeated words, runs and noise, the same each time. */
export function structuredBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  let at = 0;
  while (at < length) {
    const count = Math.min(length - at, 1 + next(90));
    const kind = next(3);
    if (kind === 0) bytes.fill(next(256), at, at + count);
    else if (kind === 1 && at > count) {
      const from = next(at - count);
      bytes.copyWithin(at, from, from + count);
    } else for (let index = 0; index < count; index++) bytes[at + index] = next(256);
    at += count;
  }
  return bytes;
}

/** `bytes` in pieces of `size`. */
export async function* inPieces(
  bytes: Uint8Array,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
