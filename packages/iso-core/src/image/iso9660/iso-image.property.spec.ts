import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  entriesOf,
  isoBytes,
  JOLIET,
  openBytes,
  PLAIN,
  ROCK_RIDGE,
  testFolder,
} from './iso.testing.js';

const folder = testFolder();
const RUNS = 10;

const word = (characters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });

const posixName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((name) => !/[/\0\ud800-\udfff]/.test(name) && name !== '.' && name !== '..');
const jolietName = word('abcXYZ0189 _-+=,!#äßé中', 50).filter((name) => name.trim() === name);
const plainName = word('ABCXYZ019_', 8);

/** Files by path, of which none is another one's folder. */
function trees(folderName: fc.Arbitrary<string>, fileName: fc.Arbitrary<string>) {
  const path = fc
    .tuple(fc.array(folderName, { maxLength: 5 }), fileName)
    .map(([folders, file]) =>
      [...folders.map((name) => `d${name}`.slice(0, 60)), `f${file}`].join('/'),
    );
  const content = fc.uint8Array({ maxLength: 5_000 });
  return fc
    .array(fc.tuple(path, content), { minLength: 1, maxLength: 25 })
    .map((files): Record<string, Uint8Array> => Object.fromEntries(files));
}

async function expectSame(tree: Record<string, Uint8Array>, args: readonly string[]) {
  const iso = await openBytes(isoBytes(folder, tree, args));
  const files = (await entriesOf(iso)).filter(({ kind }) => kind === 'file');
  expect(files.map(({ path }) => path.slice(1)).sort()).toEqual(Object.keys(tree).sort());
  for (const [path, content] of Object.entries(tree)) {
    const entry = await iso.find(path);
    expect(entry?.size).toBe(content.byteLength);
    if (entry === undefined) continue;
    const read = await iso.open(entry).read(0, entry.size);
    expect(Buffer.from(read).equals(content)).toBe(true);
  }
}

describe('any tree written by xorriso is read as it was', () => {
  it('with Rock Ridge', async () => {
    const arbitrary = trees(posixName, posixName);
    await fc.assert(
      fc.asyncProperty(arbitrary, (tree) => expectSame(tree, ROCK_RIDGE)),
      { numRuns: RUNS },
    );
  });

  it('with Joliet', async () => {
    const arbitrary = trees(jolietName, jolietName);
    await fc.assert(
      fc.asyncProperty(arbitrary, (tree) => expectSame(tree, JOLIET)),
      { numRuns: RUNS },
    );
  });

  it('with plain names', async () => {
    const name = plainName.map((text) => text.slice(0, 7));
    const arbitrary = trees(name, name).map((tree) =>
      Object.fromEntries(
        Object.entries(tree).map(([path, content]) => [path.toUpperCase(), content]),
      ),
    );
    await fc.assert(
      fc.asyncProperty(arbitrary, (tree) => expectSame(tree, PLAIN)),
      { numRuns: RUNS },
    );
  });
});
