import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { bytesSource } from '../bytes/index.js';
import { structuredBytes } from '../compression/compression.testing.js';
import { readKernelImage } from './kernel-image.js';
import {
  ARM64_BANNER,
  buildArm64Image,
  buildBzImage,
  buildZboot,
  ikconfigOf,
} from './kernel-image.testing.js';

const content = Buffer.concat([structuredBytes(50_000), ikconfigOf('CONFIG_IKCONFIG=y\n')]);
const good = buildBzImage({ content });
const arm64 = buildArm64Image([`${ARM64_BANNER}\n`, ikconfigOf('CONFIG_IKCONFIG=y\n')]);

function edited(bytes: Buffer, edit: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  edit(copy);
  return copy;
}

describe('what is not a kernel image', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'a file of 0 bytes'],
    ['text', Buffer.from('DEFAULT linux\n'.repeat(100)), 'something else'],
    ['an ELF file', Buffer.from(`\x7fELF${'.'.repeat(1000)}`, 'latin1'), 'an ELF file'],
    ['a header that is cut off', good.subarray(0, 0x210), 'something else'],
    ['frames', buildBzImage({ content, compression: 'lz4-frame' }), 'payload is neither'],
    ['an unknown payload', buildBzImage({ content, compression: 'none' }), 'payload is neither'],
    ['an old boot protocol', buildBzImage({ content, protocol: 0x0207 }), 'protocol 2.07'],
    ['a 32-bit kernel', edited(good, (copy) => copy.writeUInt16LE(0, 0x236)), '32-bit'],
    ['a payload cut off', good.subarray(0, good.length - 1000), 'reach past its end'],
    ['a payload far away', edited(good, (copy) => copy.writeUInt32LE(2 ** 32 - 1, 0x248)), 'reach'],
    ['a huge payload', edited(good, (copy) => copy.writeUInt32LE(2 ** 32 - 1, 0x24c)), 'reach'],
    ['a tiny payload', edited(good, (copy) => copy.writeUInt32LE(3, 0x24c)), 'reach past its end'],
    ['no version', edited(good, (copy) => copy.writeUInt16LE(0, 0x20e)), 'without a version'],
    ['a version outside', edited(good, (copy) => copy.writeUInt16LE(0xf000, 0x20e)), 'a version'],
    ['a version of another kind', buildBzImage({ content, version: 'x y' }), 'readable version'],
    ['an endless version', edited(good, (copy) => copy.fill(0x36, 0x600)), 'readable version'],
    ['a big-endian arm64 Image', edited(arm64, (copy) => copy.writeUInt8(1, 0x18)), 'big-endian'],
    ['an arm64 Image without a banner', buildArm64Image([]), 'without a banner'],
    ['gzip of something else', gzipSync('x'.repeat(1000)), 'gzip data of something else'],
    ['gzip of very little', gzipSync('x'), '1 bytes'],
    [
      'zboot past the end',
      edited(buildZboot(arm64, 'gzip'), (copy) => copy.writeUInt32LE(2 ** 31, 12)),
      'reach past its end',
    ],
  ])('is said to be none: %s', async (_, bytes, found) => {
    await expect(readKernelImage(bytesSource(bytes, 'boot/bzImage'))).rejects.toMatchObject({
      code: 'NOT_A_KERNEL_IMAGE',
      message: expect.stringMatching(
        /^boot\/bzImage: expected an x86_64 bzImage or an arm64 Image/,
      ),
      details: { found: expect.stringContaining(found) },
    });
  });
});

describe('a hostile kernel image', () => {
  it('is not unpacked past the limit', async () => {
    const bomb = buildBzImage({ content: Buffer.alloc(9_000_000), compression: 'gzip' });
    const kernel = await readKernelImage(bytesSource(bomb), { limit: 1_000_000 });
    await expect(kernel.ikconfig()).rejects.toMatchObject({ code: 'IMAGE_DECOMPRESSION_BOMB' });
    await expect(kernel.vmlinux()).rejects.toMatchObject({ code: 'IMAGE_DECOMPRESSION_BOMB' });
  });

  it.each([0, 1, 2 ** 32 - 1])('is damaged when it says to unpack to %i bytes', async (size) => {
    const kernel = await readKernelImage(
      bytesSource(buildBzImage({ content, unpackedSize: size })),
      { limit: 1_000_000 },
    );
    await expect(kernel.vmlinux()).rejects.toMatchObject({
      code: 'COMPRESSED_DATA_DAMAGED',
      message: expect.stringContaining(`decompresses to ${content.length} bytes, expected ${size}`),
    });
  });

  it('does not unpack a config that is a bomb', async () => {
    const bomb = ikconfigOf('x'.repeat(40_000_000));
    const kernel = await readKernelImage(bytesSource(buildBzImage({ content: bomb })));
    await expect(kernel.ikconfig()).rejects.toMatchObject({ code: 'IMAGE_DECOMPRESSION_BOMB' });
  });

  it('says when its config is damaged', async () => {
    const damagedConfig = ikconfigOf('CONFIG_IKCONFIG=y\n'.repeat(100)).fill(0xee, 20, 30);
    const kernel = await readKernelImage(bytesSource(buildBzImage({ content: damagedConfig })));
    await expect(kernel.ikconfig()).rejects.toMatchObject({ code: 'COMPRESSED_DATA_DAMAGED' });
  });

  it('never does anything but answer or say what is wrong', async () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: 0x270 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(good, arm64), changes, async (bytes, edits) => {
        const copy = edited(bytes, (target) => {
          for (const [offset, value] of edits) target[offset] = value;
        });
        try {
          await (await readKernelImage(bytesSource(copy), { limit: 1_000_000 })).ikconfig();
        } catch (error) {
          expect(isIsoError(error)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
