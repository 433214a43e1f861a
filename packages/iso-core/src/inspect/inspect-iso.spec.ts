import { describe, expect, it } from 'vitest';
import { amd64Iso } from '../image/boot/boot.testing.js';
import { structuredBytes } from '../image/compression/compression.testing.js';
import { testFolder } from '../image/iso9660/iso.testing.js';
import { buildBzImage, ikconfigOf } from '../image/kernel-image/kernel-image.testing.js';
import { bytesSource } from '../image/index.js';
import { sha256 } from '../runtime/index.js';
import { inspectIso } from './inspect-iso.js';

const folder = testFolder();
const MEBIBYTE = 1024 * 1024;

describe('an inspection at depth kernel', () => {
  const kernel = buildBzImage({
    content: Buffer.concat([
      structuredBytes(3 * MEBIBYTE),
      ikconfigOf('CONFIG_IKCONFIG=y\nCONFIG_NET_SCH_TBF=m\n'),
      structuredBytes(MEBIBYTE),
    ]),
  });
  const iso = amd64Iso(folder, {
    'boot/bzImage': kernel,
    'boot/initrd': structuredBytes(4 * MEBIBYTE, 5),
  });

  it('says which kernel there is, and how it was configured', async () => {
    const inspection = await inspectIso(bytesSource(iso), { depth: 'kernel' });
    expect(inspection.kernel).toMatchObject({
      path: '/boot/bzImage',
      release: '6.1.0-test',
      size: kernel.length,
      sha256: sha256(kernel),
    });
    expect(inspection.kernel.config.get('NET_SCH_TBF')).toBe('m');
    expect(inspection.content).toBeUndefined();
  });

  it('reads each byte of the kernel once, and nothing of the initrd', async () => {
    const source = bytesSource(iso);
    await inspectIso(source, { depth: 'kernel' });
    expect(source.bytesRead).toBeLessThan(kernel.length + 128 * 1024);
  });
});
