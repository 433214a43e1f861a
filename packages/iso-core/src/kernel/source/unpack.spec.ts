import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { IsoError, type Runner } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { unpackArchive } from './unpack.js';

/** A tar that prints these lines and fails. */
function failing(...lastLines: string[]): Runner {
  return () =>
    Promise.reject(new IsoError('COMMAND_FAILED', 'tar', { hint: '', details: { lastLines } }));
}

describe('unpackArchive', () => {
  const unpack = (run: Runner) =>
    unpackArchive({ run, archive: '/linux.tar.xz', folder: temporaryFolder() });

  it('tells a full disk from a corrupt archive', async () => {
    const full = failing('tar: linux/a: Cannot write: No space left on device', 'tar: exiting');
    await expect(unpack(full)).rejects.toMatchObject({ code: 'DISK_FULL' });
    await expect(unpack(failing('xz: Unexpected end of input'))).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
      message: '/linux.tar.xz cannot be unpacked: xz: Unexpected end of input',
    });
  });

  it('does not let tar go on once the disk is full', async () => {
    const lines = ['-rw-r--r-- 0/0 9 2024-01-01 00:00 "linux/a"'];
    lines.push('tar: linux/a: Cannot write: No space left on device');
    const run: Runner = (_, options) => {
      for (const line of lines) options?.onLine?.(line);
      return Promise.reject(new Error('it went on'));
    };
    await expect(unpack(run)).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining(tmpdir()),
    });
  });

  it('names the unpacker that is missing', async () => {
    const run = failing('tar (child): xz: Cannot exec: No such file or directory', 'tar: exiting');
    await expect(unpack(run)).rejects.toMatchObject({
      code: 'TOOLS_MISSING',
      details: { missing: [{ tool: 'xz', because: 'kernel source' }] },
    });
  });

  it('gives tar no options from the environment, and no shell', async () => {
    const commands: Parameters<Runner>[0][] = [];
    const run: Runner = (command, options) => {
      commands.push(command);
      options?.onLine?.('drwxr-xr-x 0/0 0 2024-01-01 00:00 "linux/"');
      return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
    };
    await unpack(run);
    expect(commands).toMatchObject([{ file: 'tar', env: { TAR_OPTIONS: undefined } }]);
    expect(commands[0]?.env).toMatchObject({ XZ_OPT: undefined, XZ_DEFAULTS: '--threads=0' });
    expect(commands[0]?.env).toHaveProperty('TAR_OPTIONS');
  });

  it('tells of a file when it is complete: when tar names the next entry, or has ended', async () => {
    const told: string[] = [];
    const run: Runner = (_, options) => {
      const seen: string[] = [];
      for (const [type, name] of [
        ['d', 'linux/'],
        ['-', 'linux/Makefile'],
        ['d', 'linux/net/'],
        ['-', 'linux/net/core.c'],
        ['h', 'linux/net/same.c" link to "linux/net/core.c'],
        ['l', 'linux/net/link.c" -> "core.c'],
        ['-', 'linux/net/last.c'],
      ]) {
        options?.onLine?.(`${type}rwxr-xr-x 0/0 0 2024-01-01 00:00 "${name}"`);
        seen.push(told.at(-1) ?? 'nothing');
      }
      expect(seen).toEqual([
        ...['nothing', 'nothing', 'Makefile', 'Makefile'],
        ...['net/core.c', 'net/same.c', 'net/same.c'],
      ]);
      return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
    };
    const folder = temporaryFolder();
    await unpackArchive({ run, archive: '/linux.tar', folder, onFile: (path) => told.push(path) });
    expect(told).toEqual(['Makefile', 'net/core.c', 'net/same.c', 'net/last.c']);
  });

  it('does not take silence for success', async () => {
    const run: Runner = () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
    await expect(unpack(run)).rejects.toMatchObject({ code: 'SOURCE_NOT_A_KERNEL' });
  });
});
