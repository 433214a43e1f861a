import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compressWithTool } from '../compression/compression.testing.js';
import { buildElf } from '../elf/elf.testing.js';
import { readModule, readModuleFile } from './module.js';
import { buildModule, VERMAGIC } from './module.testing.js';

describe('a module', () => {
  it('says what it is and what it is for', () => {
    const module = readModule(
      buildModule({
        info: {
          name: 'sch-prio',
          license: 'Dual BSD/GPL',
          depends: 'one,two',
          intree: 'Y',
          srcversion: '0123ABCD',
          import_ns: ['USB_STORAGE', 'CRYPTO'],
        },
        architecture: 'arm64',
      }),
    );
    expect(module).toMatchObject({
      name: 'sch_prio',
      architecture: 'arm64',
      vermagic: VERMAGIC,
      depends: ['one', 'two'],
      license: 'Dual BSD/GPL',
      intree: true,
      signed: false,
      srcversion: '0123ABCD',
      importNamespaces: ['USB_STORAGE', 'CRYPTO'],
    });
  });

  it('says nothing that it does not say', () => {
    expect(readModule(buildModule())).toMatchObject({
      depends: [],
      intree: false,
      srcversion: undefined,
      versions: undefined,
      importNamespaces: [],
    });
    expect(readModule(withoutInfo('license')).license).toBe('unspecified');
  });

  it('has its name in its structure where it is too old to have it elsewhere', () => {
    const structure = Buffer.alloc(512);
    structure.write('vboxguest\0', 24, 'latin1');
    const old = buildElf({
      type: 1,
      sections: [
        { name: '.modinfo', data: Buffer.from('vermagic=4.9.64 SMP mod_unload \0') },
        { name: '.gnu.linkonce.this_module', data: structure },
      ],
      symbols: [],
    });
    expect(readModule(old).name).toBe('vboxguest');
  });

  it('may be signed', () => {
    expect(readModule(buildModule({ signed: true })).signed).toBe(true);
  });

  it.each(['versions', 'extendedVersions'] as const)(
    'needs its imports, with the checksums of its %s',
    (place) => {
      const module = readModule(
        buildModule({
          imports: ['_printk', 'unversioned', '_GLOBAL_OFFSET_TABLE_'],
          weakImports: ['maybe'],
          [place]: { module_layout: 5, _printk: 0xfedcba98, maybe: 7 },
        }),
      );
      expect(module.imports).toEqual(
        new Map([
          ['_printk', 0xfedcba98],
          ['unversioned', undefined],
        ]),
      );
      expect(module.weakImports).toEqual(new Map([['maybe', 7]]));
      expect(module.versions?.get('module_layout')).toBe(5);
    },
  );

  it('joins both kinds of checksums: one has no room for long names', () => {
    const long = 'x'.repeat(80);
    const module = readModule(
      buildModule({
        imports: ['short', long],
        versions: { short: 1 },
        extendedVersions: { short: 1, [long]: 2 },
      }),
    );
    expect([...module.imports.values()]).toEqual([1, 2]);
  });

  it.each([
    ['before 5.4', 'prel32', 'symbols', ''],
    ['before 5.19', 'prel32+namespace', 'symbols', 'NS'],
    ['before 5.19, checksums beside', 'prel32+namespace', 'rodata', 'NS'],
    ['since 5.19', 'prel32+namespace', 'table', 'NS'],
    ['since 7.1', 'flags', 'table', 'NS'],
  ] as const)('offers its exports, as laid out %s', (_, layout, crcs, namespace) => {
    const module = readModule(
      buildModule({
        exports: [
          { name: 'open', crc: 0x01020304 },
          { name: 'closed', table: '_gpl', crc: 0xffeeddcc, namespace },
        ],
        layout,
        crcs,
      }),
    );
    expect(module.exports).toEqual(
      new Map([
        ['open', { type: 'EXPORT_SYMBOL', crc: 0x01020304, namespace: '' }],
        ['closed', { type: 'EXPORT_SYMBOL_GPL', crc: 0xffeeddcc, namespace }],
      ]),
    );
  });

  it('offers them without checksums when it was built without MODVERSIONS', () => {
    const module = readModule(buildModule({ exports: [{ name: 'open' }] }));
    expect(module.exports.get('open')?.crc).toBeUndefined();
  });

  it.each(['gzip', 'xz', 'zstd'] as const)('may be compressed with %s', async (compression) => {
    const plain = buildModule({ imports: ['_printk'] });
    const packed = compressWithTool(plain, compression);
    expect(await readModuleFile(packed, 'test.ko')).toEqual(readModule(plain));
    expect(await readModuleFile(plain, 'test.ko')).toEqual(readModule(plain));
  });
});

// What the macros of <linux/module.h> and modpost leave in an object file of 6.1.
const SOURCE = `
  .section .modinfo,"a"
  .asciz "license=GPL v2"
  .asciz "depends=libcrc32c"
  .asciz "intree=Y"
  .asciz "name=made"
  .asciz "vermagic=6.1.0 SMP mod_unload modversions "
  .section __versions,"a"
  .quad 0x92997ed8
  .asciz "_printk"
  .zero 48
  .section __ksymtab_strings,"aMS",%progbits,1
__kstrtab_made_one: .asciz "made_one"
__kstrtabns_made_one: .asciz ""
  .section __ksymtab_gpl,"a"
  .balign 4
__ksymtab_made_one:
  .long made_one - .
  .long __kstrtab_made_one - .
  .long __kstrtabns_made_one - .
  .section __kcrctab_gpl,"a"
  .balign 4
__crc_made_one: .long 0x12345678
  .text
  .globl made_one
made_one: nop
  .weak perhaps
  .quad _printk, perhaps
`;

describe('a module of the assembler', () => {
  let folder: string;
  let path: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'module-'));
    path = join(folder, 'made.ko');
    const object = join(folder, 'made.o');
    execFileSync('gcc', ['-c', '-g', '-x', 'assembler', '-', '-o', object], { input: SOURCE });
    execFileSync('ld', ['-r', object, '-o', path]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read as modinfo reads it', () => {
    const module = readModule(readFileSync(path), path);
    const modinfo = (field: string): string =>
      execFileSync('modinfo', ['-F', field, path], { encoding: 'utf8' }).replace(/\n$/, '');
    expect(module.name).toBe(modinfo('name'));
    expect(module.vermagic).toBe(modinfo('vermagic'));
    expect(module.license).toBe(modinfo('license'));
    expect(module.depends.join(',')).toBe(modinfo('depends'));
    expect(module.intree).toBe(modinfo('intree') === 'Y');
  });

  it('has its imports and exports, also once its debug symbols are stripped', () => {
    execFileSync('strip', ['--strip-debug', path]);
    const module = readModule(readFileSync(path), path);
    expect(module.imports).toEqual(new Map([['_printk', 0x92997ed8]]));
    expect(module.weakImports).toEqual(new Map([['perhaps', undefined]]));
    expect(module.exports).toEqual(
      new Map([['made_one', { type: 'EXPORT_SYMBOL_GPL', crc: 0x12345678, namespace: '' }]]),
    );
  });

  it('is refused when it was stripped of all its symbols: its exports are lost', () => {
    const bare = join(folder, 'bare.ko');
    writeFileSync(bare, readFileSync(path));
    execFileSync('strip', ['--strip-all', '--remove-section=.rela*', bare]);
    expect(() => readModule(readFileSync(bare), 'bare.ko')).toThrow(
      expect.objectContaining({
        code: 'NOT_A_KERNEL_MODULE',
        message: expect.stringContaining('stripped of its symbols'),
      }),
    );
  });
});

function withoutInfo(key: string): Buffer {
  const bytes = buildModule();
  const at = bytes.indexOf(`${key}=`);
  bytes.fill(0x2e, at, at + key.length);
  return bytes;
}
