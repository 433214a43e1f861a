import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { formatLock, LOCK_NAME } from './lock.js';
import { AMD64, LOCK } from './lock.testing.js';
import { parseLock, readLock } from './read-lock.js';

describe('reading a lock', () => {
  it('gives back what was written, and takes its absence for none', async () => {
    const file = join(temporaryFolder(), LOCK_NAME);
    await expect(readLock(file)).resolves.toBeUndefined();
    writeFileSync(file, formatLock(LOCK));
    await expect(readLock(file)).resolves.toEqual(LOCK);
  });

  it.each([
    ['no JSON', '<<<<<<< HEAD\n', 'it is not JSON'],
    ['a list', '[]', 'it has no lockVersion'],
    ['nothing', 'null', 'it has no lockVersion'],
    ['an unknown key', JSON.stringify({ ...LOCK, extra: 1 }), 'extra'],
    ['an unknown architecture', withIso({ s390x: AMD64 }), 'architectures'],
    ['a URL of no ISO', withIso({ amd64: { ...AMD64, url: 'javascript:x' } }), 'amd64.url'],
    ['a digest that is none', withIso({ amd64: { ...AMD64, sha256: 'A' } }), 'amd64.sha256'],
    ['a size below zero', withIso({ amd64: { ...AMD64, size: -1 } }), 'amd64.size'],
  ])('refuses %s', (_, text, problem) => {
    expect(() => parseLock(text, 'x.lock.json')).toThrow(
      expect.objectContaining({
        code: 'LOCK_INVALID',
        message: expect.stringMatching(`^x\\.lock\\.json is not a lock: .*${problem}`),
      }),
    );
  });

  it.each([
    '/etc/passwd',
    '../Makefile',
    'a/../../b',
    'a/..',
    './a',
    'C:/a',
    'a\\b',
    'a\n/../b',
    '',
  ])('refuses the file %j, which may be out of the workspace', (file) => {
    expect(() => parseLock(JSON.stringify({ ...LOCK, files: [file] }), 'lock')).toThrow(
      expect.objectContaining({ code: 'LOCK_INVALID' }),
    );
  });

  it.each(['.projenrc.ts', 'a/..b/c..', '...', 'a b/ü.mk'])('takes the file %j', (file) => {
    const lock = { ...LOCK, files: [file] };
    expect(parseLock(JSON.stringify(lock), 'lock')).toEqual(lock);
  });

  it.each([2, '1', null])('names the version %j, which it does not know', (lockVersion) => {
    expect(() => parseLock(JSON.stringify({ ...LOCK, lockVersion, more: 1 }), 'lock')).toThrow(
      expect.objectContaining({
        code: 'LOCK_VERSION_UNKNOWN',
        details: { file: 'lock', expected: 1, found: lockVersion },
      }),
    );
  });

  it('refuses a file that is far too large, and a folder', async () => {
    const folder = temporaryFolder();
    const file = join(folder, LOCK_NAME);
    writeFileSync(file, `${formatLock(LOCK)}${' '.repeat(1024 * 1024)}`);
    await expect(readLock(file)).rejects.toMatchObject({ code: 'LOCK_INVALID' });
    mkdirSync(join(folder, 'folder'));
    await expect(readLock(join(folder, 'folder'))).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });
});

function withIso(architectures: object): string {
  return JSON.stringify({ ...LOCK, architectures });
}
