import { afterEach, describe, expect, it } from 'vitest';
import { IsoError } from '../../runtime/index.js';
import {
  COMPRESSIONS,
  compressWithTool,
  inPieces,
  structuredBytes,
} from './compression.testing.js';
import { collect, decompress, decompressStream } from './decompress.js';

const MEBIBYTE = 1024 * 1024;

describe.each(COMPRESSIONS)('hostile %s', (compression) => {
  const content = structuredBytes(300_000);
  const packed = compressWithTool(content, compression);

  it('is stopped at the limit, which the error names', async () => {
    const bomb = compressWithTool(Buffer.alloc(9 * MEBIBYTE), compression);
    await expect(
      decompress(bomb, { name: 'the bomb', limit: MEBIBYTE, compression }),
    ).rejects.toMatchObject({
      code: 'IMAGE_DECOMPRESSION_BOMB',
      message: expect.stringContaining(`the bomb: decompresses to more than ${MEBIBYTE} bytes`),
    });
  });

  it('may be exactly as large as the limit', async () => {
    const whole = await decompress(packed, { name: 'it', limit: content.length, compression });
    expect(whole).toHaveLength(content.length);
    await expect(
      decompress(packed, { name: 'it', limit: content.length - 1, compression }),
    ).rejects.toMatchObject({ code: 'IMAGE_DECOMPRESSION_BOMB' });
  });

  it('is damaged when it is cut off', async () => {
    const half = packed.subarray(0, packed.length >>> 1);
    await expect(
      decompress(half, { name: 'the half', limit: 2 * MEBIBYTE, compression }),
    ).rejects.toMatchObject({
      code: 'COMPRESSED_DATA_DAMAGED',
      message: expect.stringMatching(/^the half: /),
    });
  });

  it('is damaged when it is something else', async () => {
    const other = Buffer.concat([packed.subarray(0, 9), Buffer.alloc(5000, 0xee)]);
    await expect(
      decompress(other, { name: 'it', limit: MEBIBYTE, compression }),
    ).rejects.toMatchObject({ code: 'COMPRESSED_DATA_DAMAGED' });
  });

  it('passes on what goes wrong where its bytes come from', async () => {
    const cut = new IsoError('CONNECTION_LOST', 'cut', { hint: 'again' });
    async function* source(): AsyncGenerator<Uint8Array, void, undefined> {
      yield* inPieces(packed.subarray(0, 1000), 100);
      throw cut;
    }
    await expect(
      collect(decompressStream(source(), { name: 'it', limit: MEBIBYTE, compression })),
    ).rejects.toBe(cut);
  });
});

describe('lz4', () => {
  it('does not believe a block that is longer than any can be', async () => {
    const legacy = Buffer.from('02214c18ffffff7f', 'hex');
    await expect(decompress(legacy, { name: 'it', limit: MEBIBYTE })).rejects.toMatchObject({
      code: 'COMPRESSED_DATA_DAMAGED',
    });
  });

  it('does not take much memory for many tiny blocks', async () => {
    const block = Buffer.from('0200000010aa', 'hex');
    const many = Buffer.concat([
      Buffer.from('02214c18', 'hex'),
      ...Array.from({ length: 50_000 }, () => block),
    ]);
    const whole = await decompress(many, { name: 'it', limit: MEBIBYTE });
    expect(Buffer.alloc(50_000, 0xaa).equals(whole)).toBe(true);
  });
});

describe('a tool that is not there', () => {
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  it.each([
    ['zstd', 'zstd', 'zstd'],
    ['xz', 'xz', 'xz-utils'],
    ['lzma', 'xz', 'xz-utils'],
    ['bzip2', 'bzip2', 'bzip2'],
    ['lzo', 'lzop', 'lzop'],
  ] as const)('is named: %s needs %s', async (compression, tool, packageName) => {
    const packed = compressWithTool(Buffer.from('text'), compression);
    process.env['PATH'] = '/nonexistent';
    await expect(decompress(packed, { name: 'the kernel', limit: MEBIBYTE })).rejects.toMatchObject(
      {
        code: 'TOOLS_MISSING',
        message: `the kernel is ${compression}, and ${tool} is not here`,
        hint: `Install it: sudo apt-get install --yes ${packageName}`,
      },
    );
  });
});
