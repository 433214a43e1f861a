import { describe, expect, it } from 'vitest';
import { buildElf } from '../elf/elf.testing.js';
import { parseElf } from '../elf/index.js';
import { readKernelExports } from './kernel-exports.js';
import { buildVmlinux, type CrcLayout, type ExportToBuild, type Layout } from './module.testing.js';

const EXPORTS: readonly ExportToBuild[] = [
  { name: 'module_layout', crc: 0x5a4f81c5 },
  { name: '_printk', crc: 0x92997ed8 },
  { name: 'zzz_last', crc: 0xffffffff },
  { name: 'register_qdisc', table: '_gpl', crc: 0x0badcafe },
  { name: 'usb_stor_suspend', table: '_gpl', crc: 0xe1cc2a05, namespace: 'USB_STORAGE' },
];

describe.each([
  ['4.9', 'absolute', 'long', false],
  ['4.15', 'absolute', 'word', false],
  ['4.19', 'prel32', 'word', false],
  ['4.19 with offsets to checksums', 'prel32', 'relative', false],
  ['5.4', 'prel32+namespace', 'word', true],
  ['5.10 with offsets to checksums', 'prel32+namespace', 'relative', true],
  ['5.10 without offsets in entries', 'absolute+namespace', 'word', true],
  ['7.1', 'flags', 'word', true],
] satisfies [string, Layout, CrcLayout, boolean][])(
  'a kernel like %s',
  (_, layout, crcLayout, hasNamespaces) => {
    it('has its exports with checksums, kinds and namespaces', () => {
      const exports = readKernelExports(buildVmlinux(EXPORTS, layout, crcLayout));
      expect(exports).toMatchObject({ known: true, modversions: true });
      expect(exports.known && new Map([...exports.symbols].sort())).toEqual(
        new Map([
          ['_printk', { type: 'EXPORT_SYMBOL', crc: 0x92997ed8, namespace: '' }],
          ['module_layout', { type: 'EXPORT_SYMBOL', crc: 0x5a4f81c5, namespace: '' }],
          ['register_qdisc', { type: 'EXPORT_SYMBOL_GPL', crc: 0x0badcafe, namespace: '' }],
          [
            'usb_stor_suspend',
            {
              type: 'EXPORT_SYMBOL_GPL',
              crc: 0xe1cc2a05,
              namespace: hasNamespaces ? 'USB_STORAGE' : '',
            },
          ],
          ['zzz_last', { type: 'EXPORT_SYMBOL', crc: 0xffffffff, namespace: '' }],
        ]),
      );
    });

    it('has them without checksums when it was built without MODVERSIONS', () => {
      const exports = readKernelExports(buildVmlinux(EXPORTS, layout, 'none'));
      expect(exports).toMatchObject({ known: true, modversions: false });
      expect(exports.known && exports.symbols.get('_printk')).toEqual({
        type: 'EXPORT_SYMBOL',
        crc: undefined,
        namespace: '',
      });
    });

    it('may export one symbol only', () => {
      const exports = readKernelExports(buildVmlinux(EXPORTS.slice(0, 1), layout, crcLayout));
      expect(exports.known && [...exports.symbols.keys()]).toEqual(['module_layout']);
    });
  },
);

describe('the tables that ended with 5.12', () => {
  it('are read, too', () => {
    const tables = ['_gpl_future', '_unused', '_unused_gpl'];
    const exports = readKernelExports(
      buildVmlinux(
        tables.map((table, index) => ({ name: `symbol${table}`, table, crc: index })),
        'prel32',
      ),
    );
    expect(exports.known && [...exports.symbols].map(([name, { type }]) => [name, type])).toEqual([
      ['symbol_gpl_future', 'EXPORT_SYMBOL_GPL_FUTURE'],
      ['symbol_unused', 'EXPORT_UNUSED_SYMBOL'],
      ['symbol_unused_gpl', 'EXPORT_UNUSED_SYMBOL_GPL'],
    ]);
  });
});

describe('a kernel that is not understood', () => {
  const strings = {
    name: '__ksymtab_strings',
    address: 0x2000n,
    data: Buffer.from('\0one\0two\0'),
  };
  const table = (...data: number[]): Buffer =>
    buildElf({
      type: 2,
      sections: [
        { name: '__ksymtab', address: 0x1000n, data: Buffer.from(new Int32Array(data).buffer) },
        strings,
      ],
    });

  it.each([
    ['without export tables', buildElf({ type: 2, sections: [] }), 'no export tables'],
    ['with entries of no known size', table(1, 2, 3, 4, 5), 'unknown layout'],
    ['with names outside of the strings', table(0, 0x7000, 0), 'unknown layout'],
    ['with a name in the middle of nothing', table(0, 0, 0), 'unknown layout'],
    ['with names out of order', table(0, 0x1001, 0, 0, 0xff1, 0), 'unknown layout'],
    [
      'with other flags than are known',
      edited('flags', '__kflagstab', Buffer.from([0, 2, 0])),
      'flags are not understood',
    ],
    ['with too few flags', edited('flags', '__kflagstab', Buffer.from([0])), 'flags are not'],
    [
      'with too few checksums',
      edited('prel32+namespace', '__kcrctab', Buffer.alloc(8)),
      'checksums are not one for each export',
    ],
    [
      'with checksums for nothing',
      edited('prel32+namespace', '__kcrctab_gpl', Buffer.alloc(8)),
      'checksums are not one for each export',
    ],
  ])('is unknown rather than guessed: %s', (_, vmlinux, reason) => {
    expect(readKernelExports(vmlinux)).toEqual({
      known: false,
      reason: expect.stringContaining(reason),
    });
  });

  it('is unknown when it exports a symbol twice', () => {
    const twice = [{ name: 'same' }, { name: 'same', table: '_gpl' }];
    expect(readKernelExports(buildVmlinux(twice))).toMatchObject({ known: false });
  });
});

/** Three plain exports, with one section replaced or added. */
function edited(layout: Layout, name: string, data: Buffer): Buffer {
  const vmlinux = buildVmlinux(EXPORTS.slice(0, 3), layout);
  return withSection(vmlinux, name, data);
}

function withSection(vmlinux: Buffer, name: string, data: Buffer): Buffer {
  const file = parseElf(vmlinux, 'vmlinux');
  const kept = file.sections
    .filter((section) => !['', name, '.shstrtab'].includes(section.name))
    .map((section) => ({
      name: section.name,
      address: section.address,
      data: file.contents(section),
    }));
  return buildElf({ type: 2, sections: [...kept, { name, data }] });
}
