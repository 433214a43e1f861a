import { describe, expect, it } from 'vitest';
import { someLayout } from './boot.testing.js';
import { consoleChoice, loaderOf } from './shown-console.js';

const choice = (architecture: 'amd64' | 'arm64', commandLine: string) => {
  const { isShown, isVirtio } = consoleChoice(architecture, { commandLine, configPath: '/x.cfg' });
  return { isShown, isVirtio };
};

describe('the console of an ISO', () => {
  it.each([
    ['amd64', 'console=ttyS0'],
    ['amd64', 'root=/dev/sr0 console=tty0 console=ttyS0,115200n8 quiet'],
    ['arm64', 'console=ttyAMA0 loglevel=3'],
    ['arm64', 'console=ttyAMA0,115200'],
    ['arm64', 'loglevel=3'],
  ] as const)('of %s shows with “%s”', (architecture, commandLine) => {
    expect(choice(architecture, commandLine)).toEqual({ isShown: true, isVirtio: false });
  });

  it.each(['amd64', 'arm64'] as const)('of %s shows as a virtio console', (architecture) => {
    const both = { isShown: true, isVirtio: true };
    expect(choice(architecture, 'console=hvc0')).toEqual(both);
  });

  it.each([
    ['amd64', ''],
    ['amd64', 'quiet'],
    ['amd64', 'console=tty0'],
    ['amd64', 'console=ttyAMA0'],
    ['amd64', 'console=ttyS1'],
    ['amd64', 'xconsole=ttyS0'],
    ['arm64', 'console=tty0'],
    ['arm64', 'console=ttyS0'],
  ] as const)('of %s does not show with “%s”', (architecture, commandLine) => {
    expect(choice(architecture, commandLine)).toEqual({ isShown: false, isVirtio: false });
  });
});

describe('the boot loader that a machine comes to', () => {
  const bios = { firmware: 'bios', commandLine: 'by bios' } as const;
  const efi = { firmware: 'efi', commandLine: 'by efi' } as const;

  it.each([
    ['amd64', 'by bios'],
    ['arm64', 'by efi'],
  ] as const)('is for %s the one that starts %s', (architecture, commandLine) => {
    const layout = someLayout({ architecture, loaders: [efi, bios] });
    expect(loaderOf(layout)?.commandLine).toBe(commandLine);
  });

  it('may be missing', () => {
    expect(loaderOf(someLayout({ architecture: 'amd64', loaders: [efi] }))).toBeUndefined();
  });
});
