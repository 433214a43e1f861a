import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { bytesSource, joined, openFile, readPieces, slice, type ByteSource } from './index.js';
import { pattern } from './range-server.testing.js';

describe('every source', () => {
  const bytes = pattern(10_000);
  const sources: Record<string, () => Promise<ByteSource>> = {
    'in memory': () => Promise.resolve(bytesSource(bytes)),
    'in a file': () => openFile(fileOf(bytes)),
    'a slice': () => Promise.resolve(slice(bytesSource(Buffer.concat([bytes, bytes])), 10_000)),
    joined: () => {
      const source = bytesSource(bytes);
      const parts = [
        { source, offset: 0, length: 10 },
        { source, offset: 10, length: 0 },
        { source, offset: 10, length: 9_990 },
      ];
      return Promise.resolve(joined(parts, 'joined'));
    },
  };

  for (const [name, make] of Object.entries(sources)) {
    it(`${name}: gives exactly the bytes of any range`, async () => {
      const source = await make();
      expect(source.size).toBe(10_000);
      await fc.assert(
        fc.asyncProperty(fc.nat(10_000), fc.nat(10_000), async (one, other) => {
          const [start, end] = [Math.min(one, other), Math.max(one, other)];
          const read = await source.read(start, end - start);
          expect(Buffer.from(read).equals(bytes.subarray(start, end))).toBe(true);
        }),
      );
      await source.close();
    });

    it(`${name}: counts what it reads`, async () => {
      const source = await make();
      await source.read(5, 20);
      await source.read(9_000, 1);
      expect(source.bytesRead).toBe(21);
      await source.close();
    });

    it(`${name}: refuses to read past its end`, async () => {
      const source = await make();
      for (const [offset, length] of [
        [9_999, 2],
        [10_001, 0],
        [-1, 1],
        [0, -1],
        [0.5, 1],
        [0, Number.MAX_SAFE_INTEGER],
        [Number.NaN, 1],
      ] as const) {
        await expect(source.read(offset, length)).rejects.toMatchObject({
          code: 'IMAGE_TRUNCATED',
        });
      }
      expect(source.bytesRead).toBe(0);
      await source.close();
    });
  }
});

describe('a slice', () => {
  it('ends where it was told, not where its source does', async () => {
    const part = slice(bytesSource(pattern(100)), 10, 20);
    expect(part.size).toBe(20);
    await expect(part.read(19, 2)).rejects.toMatchObject({ code: 'IMAGE_TRUNCATED' });
  });

  it('is refused at once when its source is shorter', () => {
    expect(() => slice(bytesSource(pattern(100)), 90, 11)).toThrow(/90|11/);
    expect(() => slice(bytesSource(pattern(100)), 101)).toThrow(/101/);
  });

  it('leaves its source open when it is closed', async () => {
    const source = await openFile(fileOf(pattern(100)));
    await slice(source, 10).close();
    expect((await source.read(0, 100)).byteLength).toBe(100);
    await source.close();
  });
});

describe('a source in memory', () => {
  it('gives copies, which may be written to', async () => {
    const source = bytesSource(pattern(10));
    (await source.read(0, 10)).fill(0);
    expect(await source.read(0, 10)).toEqual(pattern(10));
  });
});

describe('readPieces', () => {
  it('reads all from an offset on, in pieces of bounded size', async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of readPieces(bytesSource(pattern(100)), 10, 85, 40)) pieces.push(piece);
    expect(pieces.map(({ byteLength }) => byteLength)).toEqual([40, 40, 5]);
    expect(Buffer.concat(pieces).equals(pattern(100).subarray(10, 95))).toBe(true);
  });
});

describe('a file', () => {
  it('that is missing is FILE_NOT_FOUND', async () => {
    await expect(openFile('/nowhere/base.iso')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('that is a folder is NOT_A_FILE', async () => {
    const folder = join(temporaryFolder(), 'folder.iso');
    mkdirSync(folder);
    await expect(openFile(folder)).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });

  it('that is a named pipe is NOT_A_FILE, at once', async () => {
    const pipe = join(temporaryFolder(), 'pipe.iso');
    execFileSync('mkfifo', [pipe]);
    await expect(openFile(pipe)).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });

  it('that is cut while it is read is FILE_CHANGED', async () => {
    const path = fileOf(pattern(1_000));
    const source = await openFile(path);
    await source.read(0, 1_000);
    writeFileSync(path, pattern(500));
    await expect(source.read(400, 600)).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      details: { sizeBefore: 1_000, sizeNow: 500 },
    });
    await source.close();
  });

  it('that is written to while it is read is FILE_CHANGED', async () => {
    const path = fileOf(pattern(1_000));
    const source = await openFile(path);
    writeFileSync(path, pattern(1_000).fill(1));
    await expect(source.read(0, 1)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    await source.close();
  });

  it('that is replaced by another is read on as it was', async () => {
    const path = fileOf(pattern(1_000));
    const source = await openFile(path);
    const other = fileOf(new Uint8Array(10));
    renameSync(other, path);
    expect(Buffer.from(await source.read(0, 1_000)).equals(pattern(1_000))).toBe(true);
    await source.close();
  });

  it('is not read whole to have one byte of it', async () => {
    const source = await openFile(fileOf(pattern(1_000)));
    expect((await source.read(500, 1))[0]).toBe(pattern(501)[500]);
    expect(source.bytesRead).toBe(1);
    await source.close();
  });
});

function fileOf(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'source.bin');
  writeFileSync(path, bytes);
  return path;
}
