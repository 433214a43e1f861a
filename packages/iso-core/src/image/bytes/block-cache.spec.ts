import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockCache, type BlockCacheOptions } from './block-cache.js';
import { pattern } from './range-server.testing.js';

const OPTIONS = { size: 1_000, blockSize: 16, blocksKept: 8, blocksAtOnce: 4, blocksAhead: 2 };

function cacheOver(options: Partial<BlockCacheOptions> = {}) {
  const all = { ...OPTIONS, ...options };
  const bytes = pattern(all.size);
  const fetched: [offset: number, length: number][] = [];
  const cache = new BlockCache(all, (offset, length) => {
    fetched.push([offset, length]);
    return Promise.resolve(bytes.slice(offset, offset + length));
  });
  return { bytes, fetched, cache };
}

describe('the block cache', () => {
  it('gives the bytes of any range, whatever was read before', async () => {
    const ranges = fc.array(fc.tuple(fc.nat(999), fc.nat(300)), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(ranges, async (wanted) => {
        const { bytes, fetched, cache } = cacheOver();
        for (const [offset, length] of wanted) {
          const end = Math.min(offset + length, 1_000);
          const read = await cache.read(offset, end - offset);
          expect(Buffer.from(read).equals(bytes.subarray(offset, end))).toBe(true);
        }
        expect(fetched.every(([offset, length]) => offset % 16 === 0 && length <= 64)).toBe(true);
        expect(fetched.every(([offset, length]) => offset + length <= 1_000)).toBe(true);
      }),
    );
  });

  it('fetches a block once, also for readers at the same time', async () => {
    const { fetched, cache } = cacheOver();
    await Promise.all([cache.read(32, 4), cache.read(40, 8), cache.read(32, 16)]);
    await cache.read(33, 1);
    expect(fetched).toEqual([[32, 16]]);
  });

  it('fetches neighbours together, and at most so many', async () => {
    const { fetched, cache } = cacheOver();
    await cache.read(100, 100);
    expect(fetched).toEqual([
      [96, 64],
      [160, 48],
    ]);
  });

  it('reads ahead where reading goes straight on, and not where it jumps', async () => {
    const { fetched, cache } = cacheOver();
    await cache.read(160, 1);
    await cache.read(176, 1);
    await cache.read(208, 1);
    await cache.read(640, 1);
    expect(fetched).toEqual([
      [160, 16],
      [176, 32],
      [208, 48],
      [640, 16],
    ]);
  });

  it('forgets what was used least recently', async () => {
    const { fetched, cache } = cacheOver({ blocksKept: 2, blocksAhead: 0 });
    await cache.read(0, 1);
    await cache.read(320, 1);
    await cache.read(0, 1);
    await cache.read(640, 1);
    await cache.read(0, 1);
    expect(fetched.map(([offset]) => offset)).toEqual([0, 320, 640]);
    await cache.read(320, 1);
    expect(fetched.map(([offset]) => offset)).toEqual([0, 320, 640, 320]);
  });

  it('takes what arrived otherwise', async () => {
    const { bytes, fetched, cache } = cacheOver();
    cache.seed(bytes.subarray(0, 40));
    await cache.read(0, 32);
    expect(fetched).toEqual([]);
    await cache.read(32, 8);
    expect(fetched[0]?.[0]).toBe(32);
  });

  it('tries again after a failure', async () => {
    let attempts = 0;
    const cache = new BlockCache(OPTIONS, (_, length) => {
      attempts += 1;
      if (attempts === 1) return Promise.reject(new Error('cut'));
      return Promise.resolve(new Uint8Array(length).fill(7));
    });
    await expect(cache.read(0, 64)).rejects.toThrow('cut');
    expect(await cache.read(0, 2)).toEqual(Uint8Array.of(7, 7));
  });
});
