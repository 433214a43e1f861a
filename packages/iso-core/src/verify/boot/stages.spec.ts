import { describe, expect, it } from 'vitest';
import { BootStages, type Stage } from './stages.js';

/** What a console with those lines, a second each, shows of a boot. */
function stagesOf(...lines: string[]) {
  const stages = new BootStages();
  lines.forEach((text, at) => stages.see({ at, text }));
  return stages;
}

const SEABIOS = ['SeaBIOS (version 1.16.2)', 'Loading /boot/bzImage... ok'];
const KERNEL = ['[    0.000000] Linux version 6.1.0', '[    0.412000] pci 0000:00:00.0: found'];

describe('the stages of a boot', () => {
  it('are none before anything shows', () => {
    const stages = stagesOf();
    expect(stages.reached).toBeUndefined();
    expect(stages.firstAt).toBeUndefined();
  });

  it.each<[Stage, string, string[]]>([
    ['boot loader', 'firmware and isolinux', SEABIOS],
    ['boot loader', 'GRUB, which welcomes as well', ['UEFI firmware', 'Welcome to GRUB!']],
    ['kernel', 'a kernel with times', [...SEABIOS, ...KERNEL]],
    ['kernel', 'a kernel without times', ['Linux version 6.1.0', 'Command line: quiet']],
    ['kernel', 'the EFI stub', ['Welcome to GRUB!', 'EFI stub: Booting Linux Kernel...']],
    ['kernel', 'an arm64 kernel', ['Booting Linux on physical CPU 0x0']],
    ['userspace', 'a quiet kernel’s init', [...SEABIOS, 'Welcome to minikube']],
    [
      'userspace',
      'the kernel that starts an init',
      [...KERNEL, '[    1.0] Run /init as init process'],
    ],
    ['userspace', 'systemd in the kernel’s log', [...KERNEL, '[    2.000000] systemd[1]: Hi']],
    ['userspace', 'systemd’s progress', [...SEABIOS, '[  OK  ] Started D-Bus.']],
    ['userspace', 'a line without a time', [...KERNEL, 'mount: mounting proc']],
    ['userspace', 'a prompt alone', ['minikube login:']],
    ['userspace', 'and what the kernel says later', ['Welcome to minikube', ...KERNEL]],
  ])('have reached the %s with %s', (stage, _, lines) => {
    expect(stagesOf(...lines).reached).toBe(stage);
  });

  it('are known by when they were first seen, one after the other', () => {
    const stages = stagesOf(...SEABIOS, ...KERNEL, 'Welcome to minikube', ...KERNEL);
    expect(stages.firstAt).toBe(0);
    expect(stages.since('boot loader')).toBe(0);
    expect(stages.since('kernel')).toBe(2);
    expect(stages.since('userspace')).toBe(4);
    expect(stages.lastText).toBe(KERNEL[1]);
  });

  it('say which line begins a new one', () => {
    const stages = new BootStages();
    const begins = [...SEABIOS, ...KERNEL].map((text, at) => stages.see({ at, text }));
    expect(begins).toEqual([true, false, true, false]);
  });

  it('end in a panic, whose reason is the first', () => {
    const stages = stagesOf(
      ...KERNEL,
      '[    1.000000] Kernel panic - not syncing: VFS: Unable to mount root fs',
      '[    1.100000] CPU: 0 PID: 1 Comm: swapper Not tainted',
    );
    expect(stages.panic).toBe('VFS: Unable to mount root fs');
    expect(stages.hasPanicked, 'there is more to come').toBe(false);
    stages.see({ at: 9, text: '[    1.2] ---[ end Kernel panic - not syncing: VFS: Unable ]---' });
    expect(stages.hasPanicked).toBe(true);
    expect(stages.panic).toBe('VFS: Unable to mount root fs');
  });

  it('may end in a panic after the boot as well, which is no stage', () => {
    const stages = stagesOf(...SEABIOS);
    stages.seePanic({ at: 5, text: '[   12.0] Kernel panic - not syncing: Out of memory' });
    expect(stages.panic).toBe('Out of memory');
    expect(stages.reached).toBe('boot loader');
  });
});
