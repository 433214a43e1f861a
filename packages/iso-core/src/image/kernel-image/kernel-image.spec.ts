import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../bytes/index.js';
import { COMPRESSIONS, structuredBytes } from '../compression/compression.testing.js';
import { collect } from '../compression/index.js';
import { readKernelImage } from './kernel-image.js';
import {
  ARM64_BANNER,
  buildArm64Image,
  buildBzImage,
  buildZboot,
  BZIMAGE_VERSION,
  ikconfigOf,
} from './kernel-image.testing.js';
import { findVermagic } from './vermagic.js';

const CONFIG = '#\n# Linux/x86 6.1.0 Kernel Configuration\n#\nCONFIG_IKCONFIG=y\nCONFIG_TUN=m\n';
const PAYLOAD_COMPRESSIONS = [
  ...COMPRESSIONS.filter((compression) => compression !== 'lz4-frame'),
  'none' as const,
];

const vmlinux = Buffer.concat([
  Buffer.from('\x7fELF', 'latin1'),
  structuredBytes(400_000),
  ikconfigOf(CONFIG),
  structuredBytes(400_000, 2),
]);

describe.each(PAYLOAD_COMPRESSIONS)('a bzImage compressed with %s', (compression) => {
  const bytes = buildBzImage({ content: vmlinux, compression });

  it('says what kernel it is', async () => {
    expect(await readKernelImage(bytesSource(bytes))).toMatchObject({
      format: 'bzImage',
      architecture: 'amd64',
      release: '6.1.0-test',
      banner: BZIMAGE_VERSION,
      compression,
    });
  });

  it('gives its config', async () => {
    expect(await (await readKernelImage(bytesSource(bytes))).ikconfig()).toBe(CONFIG);
  });

  it('gives its vmlinux and its payload', async () => {
    const kernel = await readKernelImage(bytesSource(bytes));
    expect(vmlinux.equals((await kernel.vmlinux()) ?? Buffer.alloc(0))).toBe(true);
    expect(vmlinux.equals(await collect(kernel.payload()))).toBe(true);
  });
});

describe('a bzImage', () => {
  it('has 4 setup sectors when its header says 0', async () => {
    const bytes = buildBzImage({ content: vmlinux, setupSectors: 0 });
    expect(await (await readKernelImage(bytesSource(bytes))).ikconfig()).toBe(CONFIG);
  });

  it('may be of the oldest boot protocol that tells where its payload is', async () => {
    const bytes = buildBzImage({ content: vmlinux, protocol: 0x0208 });
    expect((await readKernelImage(bytesSource(bytes))).release).toBe('6.1.0-test');
  });

  it('is read no further than is asked for', async () => {
    const content = Buffer.concat([
      structuredBytes(9_000_000),
      ikconfigOf(CONFIG),
      structuredBytes(20_000_000, 2),
    ]);
    const source = bytesSource(buildBzImage({ content }));
    const kernel = await readKernelImage(source);
    expect(source.bytesRead).toBeLessThan(2048);
    expect(await kernel.ikconfig()).toBe(CONFIG);
    expect(source.bytesRead).toBeLessThan(source.size * 0.7);
  });

  it('without a config says so, with what to do', async () => {
    const bytes = buildBzImage({ content: structuredBytes(10_000) });
    const kernel = await readKernelImage(bytesSource(bytes, 'boot/bzImage'));
    await expect(kernel.ikconfig()).rejects.toMatchObject({
      code: 'KERNEL_WITHOUT_IKCONFIG',
      message:
        'boot/bzImage: the kernel 6.1.0-test does not carry its own config (expected CONFIG_IKCONFIG=y)',
      hint: expect.stringContaining('as m it leaves nothing in the image'),
    });
  });

  it('is not taken in by the name of the mark alone', async () => {
    const content = Buffer.concat([
      Buffer.from('IKCFG_ST but no gzip IKCFG_ED'),
      structuredBytes(1000),
      ikconfigOf(CONFIG),
    ]);
    const kernel = await readKernelImage(bytesSource(buildBzImage({ content })));
    expect(await kernel.ikconfig()).toBe(CONFIG);
  });
});

describe('an arm64 kernel', () => {
  const image = buildArm64Image(['Linux version %s', `${ARM64_BANNER}\n\0`, ikconfigOf(CONFIG)]);

  it.each([
    ['a plain Image', image, { format: 'Image', compression: 'none' }],
    ['an Image.gz', gzipSync(image), { format: 'Image', compression: 'gzip' }],
    ['zboot with gzip', buildZboot(image, 'gzip'), { format: 'zboot', compression: 'gzip' }],
    ['zboot with zstd', buildZboot(image, 'zstd'), { format: 'zboot', compression: 'zstd' }],
    ['zboot with xz', buildZboot(image, 'xz'), { format: 'zboot', compression: 'xz' }],
  ])('is read as %s', async (_, bytes, expected) => {
    const kernel = await readKernelImage(bytesSource(bytes));
    expect(kernel).toMatchObject({
      ...expected,
      architecture: 'arm64',
      release: '6.6.95',
      banner: ARM64_BANNER,
    });
    expect(await kernel.ikconfig()).toBe(CONFIG);
    expect(await kernel.vmlinux()).toBeUndefined();
    expect(image.equals(await collect(kernel.payload()))).toBe(true);
  });

  it('is read once, and only as far as its config', async () => {
    const large = buildArm64Image([`${ARM64_BANNER}\n\0`, ikconfigOf(CONFIG)], 8_000_000);
    const source = bytesSource(large);
    await (await readKernelImage(source)).ikconfig();
    expect(source.bytesRead).toBeLessThan(source.size * 0.7);
  });

  it('without a config says so', async () => {
    const source = bytesSource(buildArm64Image([`${ARM64_BANNER}\n\0`]));
    await expect((await readKernelImage(source)).ikconfig()).rejects.toMatchObject({
      code: 'KERNEL_WITHOUT_IKCONFIG',
    });
  });
});

describe('the vermagic of a kernel', () => {
  it.each([
    ['6.1.0-test', 'SMP preempt mod_unload modversions '],
    ['6.1.0-test', 'SMP mod_unload modversions aarch64'],
    ['4.19.202', 'SMP mod_unload '],
    ['6.6.95', 'SMP preempt_rt mod_unload modversions RANDSTRUCT_0123abcd'],
  ])('of %s %s is found in its payload', async (release, words) => {
    const content = Buffer.concat([
      structuredBytes(1000),
      Buffer.from(`\0${release} (someone) #1 SMP\0${release} \0`),
      Buffer.from(`\0${release} ${words}\0more`),
    ]);
    const kernel = await readKernelImage(bytesSource(buildBzImage({ content })));
    expect(await findVermagic(kernel.payload(), release)).toBe(`${release} ${words}`);
  });

  it('is unknown when there is none', async () => {
    const content = Buffer.from('6.1.0-test SMP #1\0');
    const kernel = await readKernelImage(bytesSource(buildBzImage({ content })));
    expect(await findVermagic(kernel.payload(), '6.1.0-test')).toBeUndefined();
  });
});
