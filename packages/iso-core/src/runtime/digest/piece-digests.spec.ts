import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../cache/cache.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { sha256 } from './digest.js';
import {
  digestPieces,
  knownPieceDigests,
  pieceSizeFor,
  takePieceDigests,
} from './piece-digests.js';

const MiB = 1024 ** 2;

/** A file that was written long ago. */
function setUp(bytes: Uint8Array = Buffer.alloc(5 * MiB + 1, 'abc')) {
  const folder = temporaryFolder();
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  const cache = openCache({ folder: join(folder, 'cache') });
  const records = () => {
    try {
      return readdirSync(join(folder, 'cache', 'digests'));
    } catch {
      return [];
    }
  };
  return { path, cache, bytes, records, settle: () => settled(path) };
}

/** What was written in the last 3 seconds is never taken for unchanged: its ctime is waited for. */
async function settled(path: string): Promise<void> {
  const old = new Date(Date.now() - 60_000);
  utimesSync(path, old, old);
  await new Promise((resolve) => setTimeout(resolve, 3100));
}

describe('the digests of pieces', () => {
  it('are those of the whole file and of each piece', async () => {
    const { path, bytes } = setUp();
    expect(await digestPieces(path, 2 * MiB)).toEqual({
      sha256: sha256(bytes),
      size: bytes.byteLength,
      pieceSize: 2 * MiB,
      pieces: [0, 2 * MiB, 4 * MiB].map((at) => sha256(bytes.subarray(at, at + 2 * MiB))),
    });
  });

  it.each([
    [0, 1],
    [1, 1],
    [9, 1],
    [10, 1],
    [11, 2],
    [20, 2],
  ])('of %i bytes in pieces of 10 are %i', async (size, count) => {
    const { path, bytes } = setUp(Buffer.alloc(size, 'x'));
    const { pieces, sha256: whole } = await digestPieces(path, 10);
    expect(whole).toBe(sha256(bytes));
    expect(pieces).toHaveLength(count);
    expect(pieces[0]).toBe(sha256(bytes.subarray(0, 10)));
  });

  it('are of 5 MiB, and of more where there would be more than 10,000', () => {
    expect(pieceSizeFor(0)).toBe(5 * MiB);
    expect(pieceSizeFor(400e6)).toBe(5 * MiB);
    expect(pieceSizeFor(50_000 * MiB)).toBe(5 * MiB);
    expect(pieceSizeFor(50_001 * MiB)).toBe(6 * MiB);
  });
});

describe.concurrent('what is known of pieces', () => {
  it('is taken from the cache folder while the file is the same', async () => {
    const { path, cache, settle, records } = setUp();
    await settle();
    const first = await takePieceDigests(cache, path);
    const [record = ''] = records();
    const file = cache.path('digests', record);
    const { mtimeMs } = statSync(file);
    expect(await knownPieceDigests(cache, path)).toEqual(first);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  it('is forgotten with any change of the file, and read again in any case by who wants that', async () => {
    const { path, cache, settle } = setUp();
    await settle();
    await takePieceDigests(cache, path);
    const other = Buffer.alloc(5 * MiB + 1, 'xyz');
    writeFileSync(path, other);
    expect((await knownPieceDigests(cache, path)).sha256).toBe(sha256(other));
    expect((await takePieceDigests(cache, path)).sha256).toBe(sha256(other));
  });

  it('is not remembered of what was written a moment ago', async () => {
    const { path, cache, records } = setUp();
    await takePieceDigests(cache, path);
    expect(records()).toEqual([]);
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, -9)],
    ['of other pieces', (text: string) => text.replace(/"pieces":\["[0-9a-f]{64}",/, '"pieces":[')],
    ['of something else', () => '{"file":7,"pieces":{}}'],
    ['null', () => 'null'],
  ])('is read anew where its record is %s', async (_, change) => {
    const { path, cache, settle, records } = setUp();
    await settle();
    const first = await takePieceDigests(cache, path);
    const file = cache.path('digests', records()[0] ?? '');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect(await knownPieceDigests(cache, path)).toEqual(first);
  });
});
