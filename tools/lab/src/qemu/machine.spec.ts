import { describe, expect, it } from 'vitest';
import { qemuCommand } from './machine.js';

const pairs = (args: readonly string[], name: string) =>
  args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));

describe('qemuCommand', () => {
  it('boots an amd64 ISO from its CD drive, in emulation', () => {
    const { file, args } = qemuCommand({ architecture: 'amd64', boot: { iso: '/x/base.iso' } });
    expect(file).toBe('qemu-system-x86_64');
    expect(pairs(args, '-machine')).toEqual(['pc,accel=tcg']);
    expect(pairs(args, '-cdrom')).toEqual(['/x/base.iso']);
  });

  it('boots an arm64 ISO with UEFI firmware, and without ACPI', () => {
    const { file, args } = qemuCommand({ architecture: 'arm64', boot: { iso: '/x/base.iso' } });
    expect(file).toBe('qemu-system-aarch64');
    expect(pairs(args, '-machine')).toEqual(['virt,accel=tcg,acpi=off']);
    expect(pairs(args, '-bios')).toEqual([expect.stringContaining('QEMU_EFI.fd')]);
    expect(pairs(args, '-drive')).toEqual([expect.stringContaining('readonly=on')]);
  });

  it.each(['amd64', 'arm64'] as const)(
    'gives %s a kernel without any firmware of ours',
    (architecture) => {
      const boot = { kernel: '/x/kernel', initrd: '/x/initrd', append: 'console=ttyS0 panic=-1' };
      const { args } = qemuCommand({ architecture, boot });
      expect(pairs(args, '-kernel')).toEqual(['/x/kernel']);
      expect(pairs(args, '-initrd')).toEqual(['/x/initrd']);
      expect(pairs(args, '-append')).toEqual(['console=ttyS0 panic=-1']);
      expect(args).not.toContain('-bios');
    },
  );

  it.each(['amd64', 'arm64'] as const)(
    'ends %s with a reboot and gives it no network',
    (architecture) => {
      const { args } = qemuCommand({ architecture, boot: { iso: '/x/base.iso' } });
      expect(args).toContain('-no-reboot');
      expect(pairs(args, '-nic')).toEqual(['none']);
    },
  );

  it('attaches disks by their serial numbers, whatever their path', () => {
    const disks = [{ serial: 'lab-script', path: '/x/a,b.img' }];
    const { args } = qemuCommand({ architecture: 'amd64', boot: { iso: '/x/base.iso' }, disks });
    expect(pairs(args, '-drive')).toEqual(['if=none,id=disk0,format=raw,file=/x/a,,b.img']);
    expect(pairs(args, '-device')).toEqual(['virtio-blk-pci,drive=disk0,serial=lab-script']);
  });
});
