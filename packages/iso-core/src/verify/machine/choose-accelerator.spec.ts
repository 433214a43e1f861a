import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { unprivileged } from '../../runtime/testing/unprivileged.testing.js';
import { chooseAccelerator } from './choose-accelerator.js';
import { standInQemu } from './qemu.testing.js';

/** A computer of amd64 with a device that can be opened. */
function here() {
  const device = join(temporaryFolder(), 'kvm');
  writeFileSync(device, '');
  return { architecture: 'amd64', device } as const;
}

const kernel = () => Promise.resolve('/x/kernel');
const KERNEL_SPEAKS = `echo 'SeaBIOS'; echo '[    0.000000] Linux version 6.1.0 (gcc)'`;

describe('the accelerator', () => {
  it('is KVM once the ISO’s own kernel was seen to start with it', async () => {
    const qemu = standInQemu(`${KERNEL_SPEAKS}; exec sleep 1000`);
    const chosen = await chooseAccelerator({ architecture: 'amd64', kernel, here: here() });
    expect(chosen).toEqual({ accelerator: 'kvm', because: 'the kernel starts with KVM' });
    const [args] = qemu.runs();
    expect(args).toEqual(expect.arrayContaining(['pc,accel=kvm,graphics=off', '/x/kernel']));
    expect(qemu.running()).toEqual([]);
  });

  it.each([
    ['hangs', 'exec sleep 1000'],
    ['runs no more than its firmware', 'echo SeaBIOS; exec sleep 1000'],
    ['is refused', `echo 'failed to initialize kvm: Permission denied' >&2; exit 1`],
    ['cannot go on', `echo 'KVM internal error. Suberror: 1' >&2; exec sleep 1000`],
    ['ends at once', 'exit 0'],
  ])('is emulation when KVM %s', async (_, script) => {
    const qemu = standInQemu(script);
    const chosen = await chooseAccelerator({ architecture: 'amd64', kernel, here: here() });
    expect(chosen.accelerator).toBe('tcg');
    expect(chosen.because).toBe('the kernel does not start with KVM');
    expect(qemu.running()).toEqual([]);
  });

  it('is emulation for another architecture, or without a device, and nothing is tried', async () => {
    const qemu = standInQemu(KERNEL_SPEAKS);
    const unwanted = vi.fn(kernel);
    const { device } = here();
    for (const [architecture, computer] of [
      ['arm64', { architecture: 'amd64', device }],
      ['amd64', { architecture: undefined, device }],
      ['amd64', { architecture: 'amd64', device: `${device}-not-there` }],
    ] as const) {
      const options = { architecture, kernel: unwanted, here: computer };
      expect((await chooseAccelerator(options)).accelerator).toBe('tcg');
    }
    expect(unwanted).not.toHaveBeenCalled();
    expect(qemu.runs()).toEqual([]);
  });

  it('is emulation for who may not open the device', async () => {
    standInQemu(KERNEL_SPEAKS);
    const computer = here();
    chmodSync(computer.device, 0o600);
    const chosen = await unprivileged(() =>
      chooseAccelerator({ architecture: 'amd64', kernel, here: computer }),
    );
    expect(chosen.accelerator).toBe('tcg');
    expect(chosen.because).toMatch(/cannot be opened$/);
  });

  it.each(['tcg', 'kvm'] as const)('is %s when that is asked for', async (wish) => {
    const qemu = standInQemu('exit 1');
    const chosen = await chooseAccelerator({ wish, architecture: 'amd64', kernel, here: here() });
    expect(chosen).toEqual({ accelerator: wish, because: 'it was asked for' });
    expect(qemu.runs()).toEqual([]);
  });

  it('is not chosen when the work is cancelled meanwhile', async () => {
    standInQemu('exec sleep 1000');
    const signal = AbortSignal.timeout(100);
    const chosen = chooseAccelerator({ architecture: 'amd64', kernel, signal, here: here() });
    await expect(chosen).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
