import { describe, expect, it } from 'vitest';
import { qemuCommand, type Machine } from './machine.js';

const pairs = (args: readonly string[], name: string) =>
  args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));

const machine = (changes: Partial<Machine>): Machine => ({
  architecture: 'amd64',
  accelerator: 'tcg',
  memoryMiB: 1024,
  boot: { iso: '/x/base.iso' },
  ...changes,
});
const argumentsOf = (changes: Partial<Machine>) => qemuCommand(machine(changes)).args;

describe('the command of a machine', () => {
  it('boots an amd64 ISO from its CD drive by the BIOS, whose words show on the console', () => {
    const { file, args } = qemuCommand(machine({}));
    expect(file).toBe('qemu-system-x86_64');
    expect(pairs(args, '-machine')).toEqual(['pc,accel=tcg,graphics=off']);
    expect(pairs(args, '-cpu')).toEqual(['max']);
    expect(pairs(args, '-device')).toContain('ide-cd,bus=ahci.0,drive=iso,bootindex=0');
    expect(pairs(args, '-drive')).toEqual([
      'if=none,id=iso,media=cdrom,readonly=on,format=raw,file=/x/base.iso',
    ]);
    expect(args).not.toContain('-bios');
  });

  it('boots an arm64 ISO by UEFI, and without ACPI', () => {
    const boot = { iso: '/x/base.iso', firmware: '/y/QEMU_EFI.fd' };
    const { file, args } = qemuCommand(machine({ architecture: 'arm64', boot }));
    expect(file).toBe('qemu-system-aarch64');
    expect(pairs(args, '-machine')).toEqual(['virt,accel=tcg,acpi=off']);
    expect(pairs(args, '-cpu')).toEqual(['cortex-a57']);
    expect(pairs(args, '-bios')).toEqual(['/y/QEMU_EFI.fd']);
    expect(pairs(args, '-device')).toContain('scsi-cd,drive=iso,bootindex=0');
  });

  it.each(['amd64', 'arm64'] as const)('gives %s a kernel without any firmware', (architecture) => {
    const boot = { kernel: '/x/kernel', initrd: '/x/initrd', commandLine: 'console=a,b panic=-1' };
    const args = argumentsOf({ architecture, boot });
    expect(pairs(args, '-kernel')).toEqual(['/x/kernel']);
    expect(pairs(args, '-initrd')).toEqual(['/x/initrd']);
    expect(pairs(args, '-append')).toEqual(['console=a,b panic=-1']);
    expect(args).not.toContain('-bios');
    expect(pairs(args, '-drive')).toEqual([]);
  });

  it('starts a kernel without an initrd', () => {
    const args = argumentsOf({ boot: { kernel: '/x/kernel', commandLine: '' } });
    expect(args).not.toContain('-initrd');
  });

  it.each([
    ['amd64', 'pc,accel=kvm,graphics=off'],
    ['arm64', 'virt,accel=kvm,acpi=off,gic-version=host'],
  ] as const)('gives %s this computer’s own processor with KVM', (architecture, type) => {
    const args = argumentsOf({ architecture, accelerator: 'kvm' });
    expect(pairs(args, '-machine')).toEqual([type]);
    expect(pairs(args, '-cpu')).toEqual(['host']);
  });

  it.each(['amd64', 'arm64'] as const)(
    'ends %s with a restart, gives it no network, and reads no settings of the user',
    (architecture) => {
      const args = argumentsOf({ architecture });
      expect(args).toEqual(expect.arrayContaining(['-no-reboot', '-no-user-config']));
      expect(pairs(args, '-nic')).toEqual(['none']);
    },
  );

  it('has the memory and the processors that are asked for', () => {
    const args = argumentsOf({ memoryMiB: 4096, processors: 2 });
    expect(pairs(args, '-m')).toEqual(['4096']);
    expect(pairs(args, '-smp')).toEqual(['2,sockets=2']);
    expect(pairs(argumentsOf({}), '-smp')).toEqual(['1,sockets=1']);
  });

  it('attaches disks by their serial numbers, raw whatever they hold', () => {
    const args = argumentsOf({
      boot: { kernel: '/x/kernel', commandLine: '' },
      disks: [{ serial: 'nmi-scratch', path: '/x/disk.img' }],
    });
    expect(pairs(args, '-drive')).toEqual([
      'if=none,id=disk0,format=raw,cache=unsafe,file=/x/disk.img',
    ]);
    expect(pairs(args, '-device')).toContain('virtio-blk-pci,drive=disk0,serial=nmi-scratch');
  });

  it('has a virtio console beside the serial one where the kernel writes to it', () => {
    const args = argumentsOf({ virtioConsole: true });
    expect(pairs(args, '-chardev')).toEqual(['stdio,id=console,signal=off,mux=on']);
    expect(pairs(args, '-serial')).toEqual(['chardev:console']);
    expect(pairs(args, '-device')).toContain('virtconsole,chardev=console');
    expect(pairs(argumentsOf({}), '-chardev')).toEqual(['stdio,id=console,signal=off']);
  });

  it.each([
    ['/x/a,b,readonly=off.iso', '/x/a,,b,,readonly=off.iso'],
    ['nbd:host:1', `${process.cwd()}/nbd:host:1`],
  ])('takes %s for a path and nothing else', (iso, value) => {
    const [drive] = pairs(argumentsOf({ boot: { iso } }), '-drive');
    expect(drive?.replace(/.*file=/, '')).toBe(value.replace(/.*file=/, ''));
    expect(drive?.endsWith(`file=${value}`)).toBe(true);
  });
});
