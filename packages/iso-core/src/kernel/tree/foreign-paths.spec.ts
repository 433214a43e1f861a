import { describe, expect, it } from 'vitest';
import { assertNoForeignPaths } from './foreign-paths.js';

const config = (values: Record<string, string>) => ({ get: (name: string) => values[name] ?? 'n' });

describe('assertNoForeignPaths', () => {
  it('lets configs pass that name no file, or the kernel’s own default', () => {
    const values = { INITRAMFS_SOURCE: '""', MODULE_SIG_KEY: '"certs/signing_key.pem"' };
    expect(() => assertNoForeignPaths(config(values))).not.toThrow();
  });

  it('names each option that does', () => {
    const values = { INITRAMFS_SOURCE: '"/home/ci/root.cpio"', MODULE_SIG_KEY: '"/keys/my.pem"' };
    expect(() => assertNoForeignPaths(config(values))).toThrow(
      expect.objectContaining({
        code: 'CONFIG_NAMES_FOREIGN_PATH',
        message: expect.stringContaining(
          'INITRAMFS_SOURCE="/home/ci/root.cpio", MODULE_SIG_KEY="/keys/my.pem"',
        ),
      }),
    );
  });

  it('lets a value pass that was asked for, and no other', () => {
    const values = { EXTRA_FIRMWARE: '"a.bin"' };
    const wanted = (value: string) => new Map([['EXTRA_FIRMWARE', value]]);
    expect(() => assertNoForeignPaths(config(values), wanted('"a.bin"'))).not.toThrow();
    expect(() => assertNoForeignPaths(config(values), wanted('"b.bin"'))).toThrow('EXTRA_FIRMWARE');
  });
});
