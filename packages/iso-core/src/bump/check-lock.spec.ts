import { describe, expect, it } from 'vitest';
import { checkLocks, type LockToCheck } from './check-lock.js';
import type { IsoLock } from './lock/index.js';
import { AMD64, LOCK } from './lock/lock.testing.js';

const AMD = AMD64.url;
const ARM = AMD.replace('amd64', 'arm64');
const OTHER = 'https://b.example/minikube-2021-01-18.iso';
const OTHER_ARM = 'https://b.example/minikube-2021-01-18-arm64.iso';

const LOCK_FILE = 'chaos/minikube-iso.lock.json';

const start = (url: string) => `start:\n\tminikube start --iso-url=${url}\n`;

function check(
  files: Readonly<Record<string, string>>,
  architectures: IsoLock['architectures'] = { amd64: AMD64 },
  spec?: Partial<LockToCheck>,
) {
  const lock = { lockVersion: 1, architectures, files: Object.keys(files) } as const;
  return checkLocks([{ file: LOCK_FILE, lock, ...spec }], (file) => files[file]);
}

describe('a lock', () => {
  it('is followed where all its files name its ISO', async () => {
    const files = { Makefile: start(AMD), 'a.ts': `const isoUrl = '${AMD}';`, 'a.md': AMD };
    expect(await check(files)).toEqual({ changes: new Map(), moves: [] });
  });

  it('says what the files have to say', async () => {
    const files = { Makefile: start(OTHER), 'a.ts': `const isoUrl = '${AMD}';` };
    const { changes, moves } = await check(files);
    expect([...changes]).toEqual([['Makefile', start(AMD)]]);
    expect(moves).toEqual([
      { architecture: 'amd64', file: 'Makefile', line: 2, from: OTHER, to: AMD },
    ]);
  });

  it('keeps architectures apart', async () => {
    const lock = { amd64: AMD64, arm64: { ...AMD64, url: ARM } };
    const text = (one: string, other: string) => `A = ${one}\nB = ${other}\n`;
    const { changes } = await check({ Makefile: text(OTHER, OTHER_ARM) }, lock);
    expect(changes.get('Makefile')).toBe(text(AMD, ARM));
  });

  it('has nothing to say of a place of an architecture that it does not have', async () => {
    const lock = { arm64: { ...AMD64, url: ARM } };
    const options = { architectures: ['amd64', 'arm64'] } as const;
    const { changes } = await check({ Makefile: `A = ${OTHER}\nB = ${ARM}\n` }, lock, options);
    expect(changes).toEqual(new Map());
  });

  it('knows by the spec that a file is a Makefile', async () => {
    const files = {
      'build/start': 'U = $(V)\nV = https://public.example/minikube/$(N)\nN = x.iso\n',
    };
    const { moves } = await check(files, undefined, { makefile: 'build/start' });
    expect(moves).toMatchObject([{ from: 'https://public.example/minikube/x.iso', to: AMD }]);
  });

  it.each([
    ['names no ISO', 'a.md', 'none'],
    ['is a Makefile without one', 'Makefile', 'all:\n'],
  ])('is not followed by a file that %s', async (_, file, text) => {
    await expect(check({ [file]: text })).rejects.toMatchObject({
      code: 'LOCK_NOT_FOLLOWED',
      message: `${file}: expected it to name the ISO in use or ${AMD}, found no ISO there`,
    });
  });

  it('is followed again by a text that names one other ISO', async () => {
    const { changes, moves } = await check({ 'a.yaml': `iso: ${OTHER}\n` });
    expect(changes.get('a.yaml')).toBe(`iso: ${AMD}\n`);
    expect(moves).toMatchObject([{ file: 'a.yaml', line: 1, from: OTHER, to: AMD }]);
  });

  it('leaves other ISOs in a text that names the right one too', async () => {
    const { changes } = await check({ 'a.md': `now ${AMD}, before ${OTHER}\n` });
    expect(changes).toEqual(new Map());
  });

  it('does not guess which of several others it was', async () => {
    const another = OTHER.replace('.iso', '-2.iso');
    await expect(check({ 'a.md': `${OTHER} ${another}` })).rejects.toMatchObject({
      code: 'BUMP_AMBIGUOUS',
    });
  });

  it('is not followed by a file that is gone', async () => {
    const lock: IsoLock = { ...LOCK, files: ['gone.mk'] };
    await expect(checkLocks([{ file: LOCK_FILE, lock }], () => undefined)).rejects.toMatchObject({
      code: 'LOCK_NOT_FOLLOWED',
      message: expect.stringContaining('there is no such file'),
    });
  });
});

describe('two locks', () => {
  const A = 'https://b.example/minikube-2026-11-01.iso';
  const B = 'https://b.example/minikube-2026-11-02.iso';

  /** Both follow the Makefile, `a` on A and `b` on B. */
  function checkBoth(text: string, more: Partial<LockToCheck> = {}) {
    const locks = [A, B].map((url, index) => ({
      file: `${index === 0 ? 'a' : 'b'}/minikube-iso.lock.json`,
      lock: { ...LOCK, architectures: { amd64: { ...AMD64, url } }, files: ['Makefile'] },
    }));
    return checkLocks(
      [...locks.slice(0, 1), ...locks.slice(1).map((lock) => ({ ...lock, ...more }))],
      () => text,
    );
  }

  it('agree where each has its place', async () => {
    const text = `A_ISO_URL = ${A}\nB_ISO_URL = ${B}\n`;
    expect(await checkBoth(text)).toEqual({ changes: new Map(), moves: [] });
  });

  it.each([
    ['a', A, 'b'],
    ['b', B, 'a'],
  ])('do not take the place of %s from it', async (owner, url, other) => {
    await expect(checkBoth(start(url))).rejects.toMatchObject({
      code: 'LOCK_NOT_FOLLOWED',
      message: `Makefile: expected it to name the ISO in use or ${other === 'a' ? A : B}, Makefile:2 names ${url}, the ISO of ${owner}/minikube-iso.lock.json`,
    });
  });

  it('disagree where both want a place, and the error names both', async () => {
    await expect(checkBoth(start(OTHER))).rejects.toMatchObject({
      code: 'LOCKS_DISAGREE',
      message: `Makefile:2 names ${OTHER}: expected ${A} by a/minikube-iso.lock.json, but ${B} by b/minikube-iso.lock.json`,
    });
  });

  it('mend one file together, each its architecture', async () => {
    const arm64 = { ...AMD64, url: ARM };
    const lock = { ...LOCK, architectures: { arm64 }, files: ['Makefile'] };
    const text = (amd: string, arm: string) => `A_ISO_URL = ${amd}\nB_ISO_URL = ${arm}\n`;
    const { changes, moves } = await checkBoth(text(OTHER, OTHER_ARM), {
      lock,
      architectures: ['amd64', 'arm64'],
    });
    expect(changes.get('Makefile')).toBe(text(A, ARM));
    expect(moves).toHaveLength(2);
  });
});
