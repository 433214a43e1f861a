import { describe, expect, it } from 'vitest';
import type { BootLayout } from '../image/index.js';
import { findBootViolations } from './boot-gate.js';

const COPY = { where: 'efi-fat', image: '/efi.img', path: '/boot/bzImage' } as const;

const BASE: BootLayout = {
  architecture: 'amd64',
  firmware: ['bios', 'efi'],
  loaders: [
    {
      kind: 'isolinux',
      firmware: 'bios',
      where: 'iso',
      configPath: '/isolinux/isolinux.cfg',
      entry: '1',
      kernel: { where: 'iso', path: '/boot/bzImage' },
      initrds: [{ where: 'iso', path: '/boot/initrd' }],
      commandLine: 'quiet',
    },
  ],
  kernel: { path: '/boot/bzImage', size: 1, alsoIn: [COPY] },
  initrdPaths: ['/boot/initrd'],
  commandLine: 'quiet',
};

describe('a finished ISO', () => {
  it('may have a kernel of another size, and more copies of it', () => {
    const kernel = { ...BASE.kernel, size: 2, alsoIn: [COPY, { ...COPY, path: '/other' }] };
    expect(findBootViolations(BASE, { ...BASE, kernel })).toEqual([]);
  });

  it('has the new kernel in place of every copy of the old one', () => {
    const kernel = { ...BASE.kernel, alsoIn: [] };
    expect(findBootViolations(BASE, { ...BASE, kernel })).toEqual([
      "/boot/bzImage in the EFI boot image was the base's kernel and is not the new one",
    ]);
    const moved = { ...BASE.kernel, path: '/boot/other' };
    expect(findBootViolations(BASE, { ...BASE, kernel: moved })).toEqual([
      "/boot/bzImage was the base's kernel and is not the new one",
    ]);
  });

  it('starts the same files with the same command line', () => {
    const loaders = BASE.loaders.map((loader) => ({ ...loader, commandLine: 'quiet nokaslr' }));
    expect(findBootViolations(BASE, { ...BASE, loaders, commandLine: 'quiet nokaslr' })).toEqual([
      expect.stringMatching(/^what its boot loaders start: expected .*"quiet".*"quiet nokaslr"/),
      'the command line of its kernel: expected "quiet", found "quiet nokaslr"',
    ]);
    expect(findBootViolations(BASE, { ...BASE, initrdPaths: ['/boot/initrd2'] })).toEqual([
      'its initrds: expected ["/boot/initrd"], found ["/boot/initrd2"]',
    ]);
  });

  it('is booted by the same firmware', () => {
    expect(findBootViolations(BASE, { ...BASE, firmware: ['bios'] })).toHaveLength(1);
  });
});
