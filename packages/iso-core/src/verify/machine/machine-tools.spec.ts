import { describe, expect, it } from 'vitest';
import { localHost } from '../../host/index.js';
import { IsoError, type Runner } from '../../runtime/index.js';
import { findMachineTools } from './machine-tools.js';

/** A Debian that has these programs and files. */
function debianWith(programs: readonly string[], files: readonly string[] = []) {
  const run: Runner = async ({ file, args }) => {
    const answer = (stdout: string) => ({ exitCode: 0, stdout, stderr: '' });
    if (file === 'cat') return answer('ID=debian');
    if (file === 'ls') return answer(files.filter((path) => args.includes(path)).join('\n'));
    if (programs.includes(file)) return answer('QEMU emulator version 7.2.22 (Debian 1:7.2)\nand');
    throw new IsoError('COMMAND_NOT_FOUND', file, { hint: '' });
  };
  return localHost({ run });
}

const FIRMWARE = '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd';

describe('what a machine needs', () => {
  it('is QEMU for amd64, by name and version', async () => {
    const host = debianWith(['qemu-system-x86_64']);
    expect(await findMachineTools(host, { architecture: 'amd64', boots: 'iso' })).toEqual({
      qemu: 'qemu-system-x86_64 7.2.22',
    });
  });

  it('is firmware as well for an ISO of arm64, and none for a kernel', async () => {
    const host = debianWith(['qemu-system-aarch64'], [FIRMWARE]);
    const qemu = 'qemu-system-aarch64 7.2.22';
    const needs = { architecture: 'arm64', boots: 'iso' } as const;
    expect(await findMachineTools(host, needs)).toEqual({ qemu, firmware: FIRMWARE });
    expect(await findMachineTools(host, { ...needs, boots: 'kernel' })).toEqual({ qemu });
  });

  it('is named all at once when it is missing, with what brings it', async () => {
    const found = findMachineTools(debianWith([]), {
      architecture: 'arm64',
      boots: 'iso',
      more: [{ tool: 'lz4', because: 'packs' }],
    });
    await expect(found).rejects.toMatchObject({
      code: 'TOOLS_MISSING',
      hint: expect.stringContaining('install --yes lz4 qemu-efi-aarch64 qemu-system-arm'),
    });
  });
});
