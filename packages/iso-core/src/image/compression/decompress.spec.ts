import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMPRESSIONS,
  compressWithTool,
  inPieces,
  structuredBytes,
} from './compression.testing.js';
import { collect, decompress, decompressSized, decompressStream } from './decompress.js';
import { detectCompression } from './format.js';

const MEBIBYTE = 1024 * 1024;
const options = { name: 'it', limit: 64 * MEBIBYTE };

describe.each(COMPRESSIONS)('%s', (compression) => {
  const content = structuredBytes(600_000);
  const packed = compressWithTool(content, compression);

  it('is recognised by its first bytes', () => {
    expect(detectCompression(packed)).toBe(compression);
    expect(detectCompression(packed.subarray(0, 13))).toBe(compression);
  });

  it('decompresses to what was compressed', async () => {
    expect(content.equals(await decompress(packed, options))).toBe(true);
    const expectedSize = content.length;
    expect(content.equals(await decompress(packed, { ...options, expectedSize }))).toBe(true);
  });

  it('decompresses into memory of the size that is known before, and of no other', async () => {
    const whole = await decompressSized(inPieces(packed, 65_537), content.length, options);
    expect(content.equals(whole)).toBe(true);
    for (const size of [0, content.length - 1, content.length + 1]) {
      await expect(decompressSized(inPieces(packed, 65_537), size, options)).rejects.toMatchObject({
        code: 'COMPRESSED_DATA_DAMAGED',
        message: expect.stringContaining(`${content.length} bytes, expected ${size}`),
      });
    }
  });

  it('decompresses from pieces of any size', async () => {
    for (const size of [1 + (packed.length >>> 10), 65_537]) {
      const whole = await collect(decompressStream(inPieces(packed, size), options));
      expect(content.equals(whole)).toBe(true);
    }
  });

  it('decompresses nothing to nothing', async () => {
    const empty = await decompress(compressWithTool(Buffer.alloc(0), compression), {
      ...options,
      compression,
    });
    expect(empty).toHaveLength(0);
  });

  it('stops with its consumer, and takes no more of its input than it must', async () => {
    let taken = 0;
    let isClosed = false;
    async function* source(): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        for await (const piece of inPieces(packed, 4096)) {
          taken += piece.length;
          yield piece;
        }
      } finally {
        isClosed = true;
      }
    }
    for await (const piece of decompressStream(source(), options)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(taken).toBeGreaterThan(0);
    expect(isClosed || taken === packed.length).toBe(true);
  });
});

describe('bytes without compression', () => {
  it('are passed on as they are', async () => {
    const content = structuredBytes(1000);
    expect(detectCompression(content)).toBe('none');
    expect(content.equals(await decompress(content, options))).toBe(true);
    expect(await decompress(Buffer.alloc(0), options)).toHaveLength(0);
  });
});

describe('lz4', () => {
  it('agrees with the lz4 tool, whatever is compressed and however well', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 200_000 }),
        fc.nat(),
        fc.constantFrom('-1', '-9', '-12'),
        fc.boolean(),
        async (length, seed, level, isLegacy) => {
          const content = structuredBytes(length, seed);
          const kind = isLegacy ? 'lz4' : 'lz4-frame';
          const packed = compressWithTool(content, kind, level);
          expect(content.equals(await decompress(packed, options))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('decodes a legacy stream of several blocks, and another right after it', async () => {
    const content = structuredBytes(MEBIBYTE);
    const large = Buffer.concat(Array.from({ length: 17 }, () => content));
    const packed = Buffer.concat([
      compressWithTool(large, 'lz4'),
      compressWithTool(content, 'lz4'),
    ]);
    const expected = Buffer.concat([large, content]);
    expect(expected.equals(await decompress(packed, options))).toBe(true);
    const sized = await decompressSized(inPieces(packed, MEBIBYTE), expected.length, options);
    expect(expected.equals(sized)).toBe(true);
  });

  it('does not decode the rest of a block of which only the beginning is wanted', async () => {
    const content = structuredBytes(4 * MEBIBYTE);
    const packed = compressWithTool(content, 'lz4');
    // No offset of a match may be 0.
    packed.fill(0, packed.length - 100);
    const pieces: Uint8Array[] = [];
    for await (const piece of decompressStream(inPieces(packed, MEBIBYTE), options)) {
      pieces.push(piece);
      break;
    }
    const [first = new Uint8Array()] = pieces;
    expect(first.length).toBeGreaterThan(0);
    expect(content.subarray(0, first.length).equals(first)).toBe(true);
    await expect(decompress(packed, options)).rejects.toMatchObject({
      code: 'COMPRESSED_DATA_DAMAGED',
    });
  });

  it.each([['-BD', '-B4'], ['--no-frame-crc'], ['-BX'], ['--content-size']])(
    'decodes frames written with %s %s',
    async (...flags) => {
      const content = structuredBytes(MEBIBYTE);
      const packed = execFileSync('lz4', ['-c', ...flags.filter(Boolean)], {
        input: content,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      expect(content.equals(await decompress(packed, options))).toBe(true);
    },
  );

  it('decodes several frames and steps over skippable ones', async () => {
    const content = structuredBytes(5000);
    const frame = compressWithTool(content, 'lz4-frame');
    const skippable = Buffer.from('502a4d1804000000deadbeef', 'hex');
    const whole = await decompress(Buffer.concat([frame, skippable, frame]), options);
    expect(Buffer.concat([content, content]).equals(whole)).toBe(true);
  });
});

describe.each(['gzip', 'zstd', 'xz', 'bzip2'] as const)('%s', (compression) => {
  it('decodes streams right after one another', async () => {
    const content = structuredBytes(100_000);
    const packed = compressWithTool(content, compression);
    const whole = await decompress(Buffer.concat([packed, packed]), options);
    expect(Buffer.concat([content, content]).equals(whole)).toBe(true);
  });
});
