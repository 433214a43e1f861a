import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPieces } from '../compression/compression.testing.js';
import { findLandmarks, Landmark } from './landmark.js';

const marks = { start: Buffer.from('<<'), end: Buffer.from('>>') };

async function find(text: string, pieceSize: number, limit = 20): Promise<string | undefined> {
  const landmark = new Landmark({
    ...marks,
    limit,
    accept: (content) => content.toString().startsWith('y'),
  });
  await findLandmarks(inPieces(Buffer.from(text), pieceSize), [landmark]);
  return landmark.found?.toString();
}

describe('a landmark', () => {
  it('is what lies between its marks, wherever the pieces end', async () => {
    for (let size = 1; size < 20; size++) {
      expect(await find('some <<yes>> and <<yet>> more', size)).toBe('yes');
    }
  });

  it('is looked for again when what was found is not accepted', async () => {
    for (let size = 1; size < 20; size++) {
      expect(await find('<<no>> <<<<yes>>', size)).toBe('yes');
    }
  });

  it('is not found without both marks', async () => {
    expect(await find('yes>> <<', 3)).toBeUndefined();
    expect(await find('<<yes', 3)).toBeUndefined();
    expect(await find('', 3)).toBeUndefined();
  });

  it('is no longer than its limit, and one that would be hides no other', async () => {
    expect(await find(`<<${'y'.repeat(20)}>>`, 4)).toBe('y'.repeat(20));
    expect(await find(`<<${'y'.repeat(21)}>>`, 4)).toBeUndefined();
    expect(await find(`<<${'y'.repeat(90)}<<yes>>`, 4)).toBe('yes');
  });

  it('is the same as in one piece, for any bytes in any pieces', async () => {
    const text = fc
      .array(fc.constantFrom('<', '<<', '>', '>>', 'y', 'n', 'yyyyyyyyyyyyyyy'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 40 }), async (all, size) => {
        expect(await find(all, size)).toBe(await find(all, all.length + 1));
      }),
      { numRuns: 500 },
    );
  });

  it('ends the reading once all are found', async () => {
    let taken = 0;
    async function* source(): AsyncGenerator<Uint8Array, void, undefined> {
      for await (const piece of inPieces(Buffer.from(`<<yes>>${'.'.repeat(1000)}`), 10)) {
        taken += piece.length;
        yield piece;
      }
    }
    await findLandmarks(source(), [new Landmark({ ...marks, limit: 20 })]);
    expect(taken).toBe(10);
  });

  it('takes time in proportion to the bytes, not to the marks in them', () => {
    const many = Buffer.alloc(4 * 1024 * 1024, '<');
    const landmark = new Landmark({ ...marks, limit: 1024 * 1024 });
    expect(landmark.push(many)).toBe(false);
    expect(landmark.push(Buffer.from('yes>>'))).toBe(true);
    expect(landmark.found).toHaveLength(1024 * 1024);
  });
});
