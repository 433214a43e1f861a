import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../cache/cache.js';
import { writeAtomically } from '../files/atomic.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { sha256 } from './digest.js';
import { fileDigest, knownDigest, parseKnownFile, rememberDigest } from './file-digest.js';

const LATER = 10_000_000_000n;

function setUp() {
  const folder = temporaryFolder();
  const path = join(folder, 'file');
  writeFileSync(path, 'one');
  const facts = () => statSync(path, { bigint: true });
  return { path, facts, cache: openCache({ folder: join(folder, 'cache') }) };
}

describe('fileDigest', () => {
  it('follows the file', async () => {
    const { path, cache } = setUp();
    expect(await fileDigest(cache, path)).toBe(sha256('one'));
    writeFileSync(path, 'two');
    expect(await fileDigest(cache, path)).toBe(sha256('two'));
  });

  it('does not read a file that it knows', async () => {
    const { path, facts, cache } = setUp();
    const known = rememberDigest(facts(), sha256('remembered'), facts().ctimeNs + LATER);
    const record = cache.path('digests', `${sha256(path)}.file.json`);
    await writeAtomically(record, JSON.stringify(known));
    expect(await fileDigest(cache, path)).toBe(sha256('remembered'));
  });

  it('remembers nothing of a file that was just written', async () => {
    const { path, cache } = setUp();
    await fileDigest(cache, path);
    expect(() => readdirSync(cache.folder)).toThrow();
  });
});

describe('what is remembered of a file', () => {
  it('holds while the file is the same', () => {
    const { facts } = setUp();
    const known = rememberDigest(facts(), sha256('one'), facts().ctimeNs + LATER);
    expect(knownDigest(known, facts())).toBe(sha256('one'));
  });

  it('does not hold after a change that keeps size and time', () => {
    const { path, facts } = setUp();
    const before = facts();
    const known = rememberDigest(before, sha256('one'), before.ctimeNs + LATER);
    const changed = { ...before, ctimeNs: before.ctimeNs + 1n };
    expect(knownDigest(known, changed)).toBeUndefined();
    utimesSync(path, 1, 1);
    expect(knownDigest(known, facts())).toBeUndefined();
  });

  it('survives JSON, and nothing else is taken for it', () => {
    const { facts } = setUp();
    const known = rememberDigest(facts(), sha256('one'), facts().ctimeNs + LATER);
    expect(parseKnownFile(JSON.parse(JSON.stringify(known)))).toEqual(known);
    for (const other of [undefined, null, {}, [], ['1', '2', '3', '4', 'x'], [1, 2, 3, 4, 5]]) {
      expect(parseKnownFile(other)).toBeUndefined();
    }
  });
});
