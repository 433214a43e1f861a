// SHA-256 digests, always as 64 lower-case hexadecimal digits.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { stableJson } from './stable-json.js';

const READ_BYTES = 1024 * 1024;

/** The SHA-256 of bytes, or of a string's UTF-8 bytes. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The SHA-256 of a file's bytes, read in pieces of 1 MiB. Rejects as `fs.open` and `read` do. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** The SHA-256 of a value's stable JSON: equal for equal values, whatever the order of their keys. */
export function digestOf(value: unknown): string {
  return sha256(stableJson(value));
}

/** Whether `text` is a SHA-256 as this project writes it. */
export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
