import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultMemoryMiB } from './memory.js';

const MEBIBYTE = 1024 ** 2;

describe('the memory of a machine', () => {
  it('is at least what any kernel wants', () => {
    expect(defaultMemoryMiB({ packed: 0, unpacked: 0 })).toBe(256);
    expect(defaultMemoryMiB({ packed: 6 * MEBIBYTE, unpacked: 14 * MEBIBYTE })).toBe(256);
  });

  it('has room twice for what is packed and what is unpacked', () => {
    expect(defaultMemoryMiB({ packed: 121 * MEBIBYTE, unpacked: 420 * MEBIBYTE })).toBe(1280);
  });

  it('is guessed with room to spare from an initrd that was not read', () => {
    const packed = 121 * MEBIBYTE;
    const known = defaultMemoryMiB({ packed, unpacked: 420 * MEBIBYTE });
    expect(defaultMemoryMiB({ packed })).toBeGreaterThan(known);
  });

  it('always fits both, in steps of 64 MiB', () => {
    const size = fc.integer({ min: 0, max: 8 * 1024 * MEBIBYTE });
    fc.assert(
      fc.property(size, size, (packed, unpacked) => {
        const memory = defaultMemoryMiB({ packed, unpacked });
        expect(memory % 64).toBe(0);
        expect(memory * MEBIBYTE).toBeGreaterThanOrEqual(2 * (packed + unpacked) + 192 * MEBIBYTE);
      }),
    );
  });
});
