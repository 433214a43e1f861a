import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../../runtime/index.js';
import { compressWithTool } from '../compression/compression.testing.js';
import { buildElf } from '../elf/elf.testing.js';
import { readKernelExports } from './kernel-exports.js';
import { readModule, readModuleFile } from './module.js';
import { buildModule, buildVmlinux } from './module.testing.js';

describe('what is not a module', () => {
  it.each([
    ['text', Buffer.from('x'.repeat(200)), 'NOT_AN_ELF_FILE'],
    ['nothing', Buffer.alloc(0), 'NOT_AN_ELF_FILE'],
    ['a linked program', buildElf({ type: 2, sections: [] }), 'NOT_A_KERNEL_MODULE'],
    ['an object file', buildElf({ type: 1, sections: [] }), 'NOT_A_KERNEL_MODULE'],
    ['a module cut off', buildModule().subarray(0, 300), 'ELF_DAMAGED'],
  ])('is said to be none: %s', (_, bytes, code) => {
    expect(() => readModule(bytes, 'odd.ko')).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/^odd\.ko: /) }),
    );
  });

  it('is said to be none when it is for another machine', () => {
    const bytes = buildModule();
    bytes.writeUInt16LE(3, 18);
    expect(() => readModule(bytes)).toThrow(
      expect.objectContaining({ code: 'NOT_A_KERNEL_MODULE' }),
    );
  });
});

describe('a hostile module', () => {
  it('is not unpacked past the limit', async () => {
    const bomb = compressWithTool(Buffer.alloc(1_000_001), 'gzip');
    await expect(readModuleFile(bomb, 'bomb.ko.gz', 1_000_000)).rejects.toMatchObject({
      code: 'IMAGE_DECOMPRESSION_BOMB',
    });
  });

  it('has no checksums when they cannot all be read', () => {
    const bytes = buildModule({ imports: ['a'], extendedVersions: { a: 1, b: 2 } });
    bytes.write('__version_ext_nam__\0', bytes.indexOf('__version_ext_names'), 'latin1');
    expect(readModule(bytes).versions).toBeUndefined();
  });

  it('never does anything but be read or be refused', () => {
    const module = buildModule({
      imports: ['a'],
      versions: { a: 1, module_layout: 2 },
      exports: [{ name: 'b', table: '_gpl', crc: 3, namespace: 'C' }],
      signed: true,
    });
    const vmlinux = buildVmlinux([
      { name: 'a', crc: 1 },
      { name: 'b', table: '_gpl', crc: 3, namespace: 'C' },
    ]);
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        for (const [bytes, read] of [
          [module, readModule],
          [vmlinux, readKernelExports],
        ] as const) {
          const copy = Buffer.from(bytes);
          for (const [offset, value] of changes) copy[offset % copy.length] = value;
          try {
            read(copy);
          } catch (error) {
            expect(isIsoError(error)).toBe(true);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

it('refuses a name or vermagic that is longer than any kernel’s', () => {
  const info = { vermagic: 'x'.repeat(2000) };
  expect(() => readModule(buildModule({ info }), 'long.ko')).toThrow(
    'one with a name or vermagic of 2000 characters',
  );
});
