import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { digestOf, isSha256, sha256, sha256File } from './digest.js';

// FIPS 180-2, appendix B.1.
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('digests', () => {
  it('are SHA-256 of bytes, or of a text as UTF-8', () => {
    expect(sha256('abc')).toBe(ABC);
    expect(sha256(Uint8Array.of(97, 98, 99))).toBe(ABC);
  });

  it('of a file are those of its bytes, however many', async () => {
    const path = join(temporaryFolder(), 'file');
    const bytes = Buffer.alloc(3 * 1024 * 1024 + 1, 'abc');
    writeFileSync(path, bytes);
    expect(await sha256File(path)).toBe(sha256(bytes));
  });

  it('of a missing file are an error', async () => {
    await expect(sha256File(join(temporaryFolder(), 'none'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it('of equal values are equal', () => {
    expect(digestOf({ a: 1, b: [2, { d: 4, c: 3 }] })).toBe(
      digestOf({ b: [2, { c: 3, d: 4 }], a: 1 }),
    );
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }));
  });

  it('are recognised', () => {
    expect(isSha256(ABC)).toBe(true);
    expect([ABC.toUpperCase(), ABC.slice(1), `${ABC}\n`].map(isSha256)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
