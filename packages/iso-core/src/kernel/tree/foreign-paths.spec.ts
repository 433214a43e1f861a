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
        hint: expect.stringContaining(
          '"kernel": { "override": { "INITRAMFS_SOURCE": null, "MODULE_SIG_KEY": null } }',
        ),
        message: expect.stringContaining(
          'INITRAMFS_SOURCE="/home/ci/root.cpio", MODULE_SIG_KEY="/keys/my.pem"',
        ),
      }),
    );
  });
});
