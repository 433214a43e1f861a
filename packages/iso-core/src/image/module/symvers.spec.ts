import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symversFromVmlinux, withModuleExports } from './collect-symvers.js';
import type { ExportType } from './exported-symbol.js';
import { readModule } from './module.js';
import { buildModule, buildVmlinux } from './module.testing.js';
import { formatSymvers, parseSymvers } from './symvers.js';

const suspend = {
  crc: 0xe1cc2a05,
  module: 'drivers/usb/storage/usb-storage',
  type: 'EXPORT_SYMBOL_GPL',
  namespace: 'USB_STORAGE',
};
const printk = { crc: 0x00997ed8, module: 'vmlinux', type: 'EXPORT_SYMBOL', namespace: '' };

describe('Module.symvers', () => {
  it.each([
    [
      '5.3.18',
      '0xe1cc2a05\tusb_stor_suspend\tdrivers/usb/storage/usb-storage\tEXPORT_SYMBOL_GPL\n' +
        '0x00997ed8\tprintk\tvmlinux\tEXPORT_SYMBOL\n',
    ],
    [
      '5.4.0',
      '0xe1cc2a05\tusb_stor_suspend\tUSB_STORAGE\tdrivers/usb/storage/usb-storage\tEXPORT_SYMBOL_GPL\n' +
        '0x00997ed8\tprintk\t\tvmlinux\tEXPORT_SYMBOL\n',
    ],
    [
      '5.10.57',
      '0xe1cc2a05\tusb_stor_suspend\tdrivers/usb/storage/usb-storage\tEXPORT_SYMBOL_GPL\tUSB_STORAGE\n' +
        '0x00997ed8\tprintk\tvmlinux\tEXPORT_SYMBOL\t\n',
    ],
  ])('of %s is read and written as its kbuild does', (release, text) => {
    const symvers = parseSymvers(text);
    const namespace = release === '5.3.18' ? '' : 'USB_STORAGE';
    expect(symvers.get('usb_stor_suspend')).toEqual({ ...suspend, namespace });
    expect(symvers.get('printk')).toEqual(printk);
    expect(formatSymvers(symvers, release)).toBe(text);
  });

  it.each([
    ['4.9.64', 4],
    ['4.19.202', 4],
    ['5.3.0-rc1', 4],
    ['5.4.28', 5],
    ['5.5.12', 5],
    ['5.6.0', 5],
    ['6.1.0-18-amd64', 5],
    ['7.2.13+deb14-cloud-amd64', 5],
  ])('of %s has %i fields, the namespace last', (release, count) => {
    const text = formatSymvers(
      new Map([['printk', { ...printk, type: 'EXPORT_SYMBOL' }]]),
      release,
    );
    const fields = text.slice(0, -1).split('\t');
    expect(fields).toHaveLength(count);
    expect(fields[2]).toBe('vmlinux');
  });

  it.each(['5.4.27', '5.4.0-rc3', '5.5.11'])('of %s has the namespace third', (release) => {
    const symvers = new Map([['printk', { ...printk, type: 'EXPORT_SYMBOL' as const }]]);
    expect(formatSymvers(symvers, release)).toBe('0x00997ed8\tprintk\t\tvmlinux\tEXPORT_SYMBOL\n');
  });

  it('is the same after being written and read', () => {
    const word = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,30}$/);
    const entry = fc.record({
      crc: fc.nat({ max: 0xffffffff }),
      module: fc.stringMatching(/^[a-z][a-z0-9/_-]{0,40}$/),
      type: fc.constantFrom<ExportType>(
        'EXPORT_SYMBOL',
        'EXPORT_SYMBOL_GPL',
        'EXPORT_UNUSED_SYMBOL',
      ),
      namespace: fc.oneof(fc.constant(''), word, fc.constant('module:kvm-amd,kvm-*')),
    });
    const release = fc.constantFrom('5.4.0', '5.4.28', '5.10.57', '6.6.95', '7.2.13');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, entry)), release, (entries, of) => {
        const symvers = new Map(entries);
        const text = formatSymvers(symvers, of);
        expect(parseSymvers(text)).toEqual(symvers);
        expect(formatSymvers(parseSymvers(text), of)).toBe(text);
      }),
    );
  });

  it.each([
    ['too few fields', '0x00000000\tprintk\tvmlinux'],
    ['too many fields', '0x0\tprintk\tvmlinux\tEXPORT_SYMBOL\t\t'],
    ['no checksum', 'printk\tprintk\tvmlinux\tEXPORT_SYMBOL\t'],
    ['no symbol', '0x0\t\tvmlinux\tEXPORT_SYMBOL\t'],
    ['no module', '0x0\tprintk\t\tEXPORT_SYMBOL\t'],
    ['an unknown kind', '0x0\tprintk\tvmlinux\tEXPORT_NOTHING\t'],
  ])('is refused with its line: %s', (_, line) => {
    const text = `0x00000000\tok\tvmlinux\tEXPORT_SYMBOL\t\n${line}\n`;
    expect(() => parseSymvers(text, 'base/Module.symvers')).toThrow(
      expect.objectContaining({
        code: 'SYMVERS_INVALID',
        message: expect.stringContaining('base/Module.symvers, line 2: expected'),
      }),
    );
  });
});

describe('Module.symvers of an ISO', () => {
  const kernel = symversFromVmlinux(
    buildVmlinux([
      { name: 'printk', crc: 0x00997ed8 },
      { name: 'alloc', crc: 7, table: '_gpl' },
    ]),
  );

  it('is rebuilt from its kernel and its modules', () => {
    const storage = readModule(
      buildModule({
        exports: [
          { name: 'usb_stor_suspend', table: '_gpl', crc: 0xe1cc2a05, namespace: 'USB_STORAGE' },
        ],
      }),
    );
    expect(kernel).toMatchObject({ known: true, modversions: true });
    const symvers = withModuleExports(kernel.known ? kernel.symvers : new Map(), [
      { path: 'kernel/drivers/usb/storage/usb-storage.ko.xz', module: storage },
    ]);
    expect(formatSymvers(symvers, '6.1.0')).toBe(
      '0x00000007\talloc\tvmlinux\tEXPORT_SYMBOL_GPL\t\n' +
        '0x00997ed8\tprintk\tvmlinux\tEXPORT_SYMBOL\t\n' +
        '0xe1cc2a05\tusb_stor_suspend\tdrivers/usb/storage/usb-storage\tEXPORT_SYMBOL_GPL\tUSB_STORAGE\n',
    );
  });

  it('has the kernel’s own where a module exports the same', () => {
    const other = readModule(buildModule({ exports: [{ name: 'printk', crc: 1 }] }));
    const symvers = withModuleExports(kernel.known ? kernel.symvers : new Map(), [
      { path: 'kernel/other.ko', module: other },
    ]);
    expect(symvers.get('printk')).toMatchObject({ module: 'vmlinux', crc: 0x00997ed8 });
  });

  it('has no checksums without MODVERSIONS', () => {
    const plain = symversFromVmlinux(buildVmlinux([{ name: 'printk' }], 'prel32', 'none'));
    expect(plain).toMatchObject({ known: true, modversions: false });
    expect(plain.known && formatSymvers(plain.symvers, '4.19.202')).toBe(
      '0x00000000\tprintk\tvmlinux\tEXPORT_SYMBOL\n',
    );
  });
});
