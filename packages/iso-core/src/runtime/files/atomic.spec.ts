import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { copyFileAtomically, placeAtomically, writeAtomically } from './atomic.js';

describe('writeAtomically', () => {
  it('writes text, bytes and streams, and leaves nothing else behind', async () => {
    const folder = temporaryFolder();
    await writeAtomically(join(folder, 'text'), 'ü');
    await writeAtomically(join(folder, 'bytes'), Uint8Array.of(0, 255));
    await writeAtomically(join(folder, 'stream'), async (stream) => {
      stream.write('a');
      await Promise.resolve();
      stream.write('b');
    });
    await writeAtomically(join(folder, 'ended'), async (stream) => {
      await Promise.resolve();
      stream.end('c');
    });
    expect(readdirSync(folder).sort()).toEqual(['bytes', 'ended', 'stream', 'text']);
    expect(readFileSync(join(folder, 'text'), 'utf8')).toBe('ü');
    expect([...readFileSync(join(folder, 'bytes'))]).toEqual([0, 255]);
    expect(readFileSync(join(folder, 'stream'), 'utf8')).toBe('ab');
    expect(readFileSync(join(folder, 'ended'), 'utf8')).toBe('c');
  });

  it('makes the folder', async () => {
    const path = join(temporaryFolder(), 'a', 'b', 'file');
    await writeAtomically(path, 'x');
    expect(readFileSync(path, 'utf8')).toBe('x');
  });

  it('replaces a file in one step: until then the old one is there', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, 'old');
    await writeAtomically(path, async (stream) => {
      await new Promise((resolve) => stream.write('new', resolve));
      expect(readFileSync(path, 'utf8')).toBe('old');
    });
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('takes a name as long as the file system allows', async () => {
    const path = join(temporaryFolder(), 'x'.repeat(255));
    await writeAtomically(path, 'x');
    expect(existsSync(path)).toBe(true);
  });
});

describe('placeAtomically', () => {
  it('moves a file over another', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'new'), 'new');
    writeFileSync(join(folder, 'final'), 'old');
    await placeAtomically(join(folder, 'new'), join(folder, 'final'));
    expect(readdirSync(folder)).toEqual(['final']);
    expect(readFileSync(join(folder, 'final'), 'utf8')).toBe('new');
  });

  it('moves a folder to a free name in a folder that it makes', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'new'));
    writeFileSync(join(folder, 'new', 'file'), 'x');
    await placeAtomically(join(folder, 'new'), join(folder, 'a', 'final'));
    expect(readFileSync(join(folder, 'a', 'final', 'file'), 'utf8')).toBe('x');
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });

  it('moves between file systems, and nothing half-copied is ever there', async () => {
    // Memory on Linux, another file system than that of the temporary folders.
    const other = mkdtempSync('/dev/shm/iso-core-');
    onTestFinished(() => rmSync(other, { recursive: true }));
    const folder = temporaryFolder();
    writeFileSync(join(other, 'file'), 'x');
    mkdirSync(join(other, 'folder'));
    writeFileSync(join(other, 'folder', 'inner'), 'y');
    await placeAtomically(join(other, 'file'), join(folder, 'file'));
    await placeAtomically(join(other, 'folder'), join(folder, 'folder'));
    expect(readdirSync(other)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
    expect(readFileSync(join(folder, 'folder', 'inner'), 'utf8')).toBe('y');
  });

  it('does not mix a folder into one that is there', async () => {
    const folder = temporaryFolder();
    for (const name of ['new', 'final']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, name), name);
    }
    await expect(placeAtomically(join(folder, 'new'), join(folder, 'final'))).rejects.toThrow();
    expect(readdirSync(join(folder, 'final'))).toEqual(['final']);
    expect(readdirSync(join(folder, 'new'))).toEqual(['new']);
  });
});

describe('copyFileAtomically', () => {
  it('copies bytes and mode', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'from'), 'x');
    chmodSync(join(folder, 'from'), 0o755);
    await copyFileAtomically(join(folder, 'from'), join(folder, 'a', 'to'));
    expect(readFileSync(join(folder, 'a', 'to'), 'utf8')).toBe('x');
    expect(statSync(join(folder, 'a', 'to')).mode & 0o777).toBe(0o755);
    expect(readdirSync(join(folder, 'a'))).toEqual(['to']);
  });
});
