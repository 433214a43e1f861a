import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IsoError } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { unprivileged } from '../testing/unprivileged.testing.js';
import { copyFileAtomically, writeAtomically } from './atomic.js';
import { explainingWrites } from './file-errors.js';
import { withTemporaryFolder } from './temporary.js';

const systemError = (code: string) => Object.assign(new Error(`${code}: fault`), { code });

describe('a full disk', () => {
  it.each(['ENOSPC', 'EDQUOT'])('(%s) is named, and the old file stays', async (code) => {
    const folder = temporaryFolder();
    const path = join(folder, 'file');
    writeFileSync(path, 'old');
    const write = writeAtomically(path, (stream) => {
      stream.write('half');
      return Promise.reject(systemError(code));
    });
    await expect(write).rejects.toMatchObject({ code: 'DISK_FULL', details: { path, code } });
    expect(readdirSync(folder)).toEqual(['file']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('is what the kernel says it is', async () => {
    // Every write to /dev/full ends with ENOSPC.
    const write = explainingWrites('/dev/full', () =>
      Promise.resolve(writeFileSync('/dev/full', 'x')),
    );
    await expect(write).rejects.toMatchObject({ code: 'DISK_FULL' });
  });
});

describe('a writer that fails', () => {
  it('leaves nothing and reports its own error', async () => {
    const folder = temporaryFolder();
    const error = new IsoError('BASE_TRUNCATED', 'cut', { hint: '' });
    const write = writeAtomically(join(folder, 'file'), async (stream) => {
      await new Promise((resolve) => stream.write('half', resolve));
      throw error;
    });
    await expect(write).rejects.toBe(error);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not wait for ever for a stream that has failed', async () => {
    const folder = temporaryFolder();
    const write = writeAtomically(join(folder, 'file'), (stream) => {
      stream.destroy(systemError('ENOSPC'));
      return new Promise(() => undefined);
    });
    await expect(write).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing when what it copies is missing', async () => {
    const folder = temporaryFolder();
    const copy = copyFileAtomically(join(folder, 'none'), join(folder, 'to'));
    await expect(copy).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a folder that may not be written', () => {
  it('is named with what to do', async () => {
    const folder = temporaryFolder();
    await mkdir(join(folder, 'closed'));
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'closed'), 0o555);
    const path = join(folder, 'closed', 'file');
    await unprivileged(async () => {
      const refused = {
        code: 'NOT_WRITABLE',
        hint: expect.stringContaining('NX_MINIKUBE_ISO_CACHE'),
      };
      await expect(writeAtomically(path, 'x')).rejects.toMatchObject(refused);
      await expect(
        withTemporaryFolder(join(folder, 'closed'), () => Promise.resolve()),
      ).rejects.toMatchObject(refused);
    });
  });

  it('may be a file', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(writeAtomically(join(file, 'below'), 'x')).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
    });
  });
});
