import { describe, expect, it } from 'vitest';
import { checkModuleLinks, describeLinkProblem, type LinkTarget } from './module-links.js';
import { readModule } from './module.js';
import { buildModule, VERMAGIC, type ModuleToBuild } from './module.testing.js';
import type { SymversEntry } from './symvers.js';

const LAYOUT = 0x11111111;

const kernel: [string, SymversEntry][] = [
  ['module_layout', { module: 'vmlinux', type: 'EXPORT_SYMBOL', crc: LAYOUT, namespace: '' }],
  ['_printk', { module: 'vmlinux', type: 'EXPORT_SYMBOL', crc: 0x2222, namespace: '' }],
  ['qdisc', { module: 'vmlinux', type: 'EXPORT_SYMBOL_GPL', crc: 0x3333, namespace: '' }],
  ['crc32c', { module: 'lib/libcrc32c', type: 'EXPORT_SYMBOL', crc: 0x4444, namespace: '' }],
  ['stor', { module: 'vmlinux', type: 'EXPORT_SYMBOL_GPL', crc: 0x5555, namespace: 'USB' }],
  [
    'kvm',
    { module: 'vmlinux', type: 'EXPORT_SYMBOL_GPL', crc: 6, namespace: 'module:kvm-amd,nest-*' },
  ],
];

const target: LinkTarget = {
  architecture: 'amd64',
  vermagic: VERMAGIC,
  modversions: true,
  symvers: new Map(kernel),
};

const good: ModuleToBuild = {
  imports: ['_printk', 'qdisc', 'crc32c'],
  versions: { module_layout: LAYOUT, _printk: 0x2222, qdisc: 0x3333, crc32c: 0x4444 },
};

function check(module: ModuleToBuild, changes: Partial<LinkTarget> = {}): string[] {
  const { problems } = checkModuleLinks(readModule(buildModule(module)), { ...target, ...changes });
  return problems.map(describeLinkProblem);
}

describe('a module', () => {
  it('links when all that it imports is there with the same checksums', () => {
    const links = checkModuleLinks(readModule(buildModule(good)), target);
    expect(links).toEqual({ problems: [], needs: ['lib/libcrc32c'] });
  });

  it('does not link when nothing exports what it imports', () => {
    expect(check({ imports: ['gone'], versions: { module_layout: LAYOUT, gone: 1 } })).toEqual([
      'needs gone, which nothing exports',
    ]);
  });

  it('links without what it imports weakly', () => {
    expect(check({ ...good, weakImports: ['gone'] })).toEqual([]);
  });

  it('does not link when a checksum differs, also a weak one', () => {
    const versions = { ...good.versions, qdisc: 0x9999 };
    const expected = [
      'was built for another qdisc (checksum 0x00009999, the kernel’s is 0x00003333)',
    ];
    expect(check({ ...good, versions })).toEqual(expected);
    expect(check({ weakImports: ['qdisc'], versions })).toEqual(expected);
  });

  it('does not link when a checksum is missing on either side', () => {
    expect(check({ imports: ['_printk'], versions: { module_layout: LAYOUT } })).toEqual([
      'imports _printk without a checksum, which MODVERSIONS asks for',
    ]);
    const unknown: SymversEntry = {
      module: 'vmlinux',
      type: 'EXPORT_SYMBOL',
      crc: undefined,
      namespace: '',
    };
    expect(check(good, { symvers: new Map([...kernel, ['_printk', unknown]]) })).toEqual([
      'imports _printk, whose checksum is not known',
    ]);
  });

  it('does not link without any checksums, not even that of module_layout', () => {
    expect(check({ imports: ['_printk'] })).toEqual([
      'imports module_layout without a checksum, which MODVERSIONS asks for',
      'imports _printk without a checksum, which MODVERSIONS asks for',
    ]);
  });

  it('does not link when the layout of modules differs', () => {
    expect(check({ versions: { module_layout: 1 } })).toEqual([
      'was built for another module_layout (checksum 0x00000001, the kernel’s is 0x11111111)',
    ]);
    expect(check({ versions: { module_layout: 1 } }, { symvers: new Map() })).toEqual([
      'needs module_layout, which nothing exports',
    ]);
  });

  it('links by names alone without MODVERSIONS', () => {
    expect(check({ imports: ['_printk', 'qdisc'] }, { modversions: false })).toEqual([]);
    expect(check({ imports: ['gone'] }, { modversions: false })).toEqual([
      'needs gone, which nothing exports',
    ]);
  });

  it('are told in a line of bounded length, whatever the module is called', () => {
    const text = describeLinkProblem({ kind: 'unresolved', symbol: 'x\n'.repeat(100_000) });
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text).not.toContain('\n');
  });

  it('does not link when it was built for another kernel', () => {
    const info = { vermagic: '6.1.1 SMP preempt mod_unload modversions ' };
    expect(check({ ...good, info })).toEqual([
      'has vermagic "6.1.1 SMP preempt mod_unload modversions", the kernel "6.1.0 SMP preempt mod_unload modversions"',
    ]);
  });

  it('does not link when it was built for another architecture', () => {
    expect(check({ ...good, architecture: 'arm64' })).toEqual([
      'is for arm64, the kernel for amd64',
    ]);
  });

  it('does not link without a signature where the kernel asks for one', () => {
    const unsigned = ['is not signed, and the kernel takes only signed modules'];
    expect(check(good, { signaturesOnly: true })).toEqual(unsigned);
    expect(check({ ...good, signed: true }, { signaturesOnly: true })).toEqual([]);
    expect(check(good, { signaturesOnly: false })).toEqual([]);
  });

  it('does not link to GPL-only exports without a compatible license', () => {
    expect(check({ ...good, info: { license: 'Proprietary' } })).toEqual([
      'has license "Proprietary", and qdisc is for GPL-compatible modules only',
    ]);
    for (const license of ['GPL v2', 'Dual BSD/GPL', 'Dual MIT/GPL', 'Dual MPL/GPL']) {
      expect(check({ ...good, info: { license } })).toEqual([]);
    }
  });

  it('does not link to a namespace that it does not import, unless the kernel lets it', () => {
    const user = { imports: ['stor'], versions: { module_layout: LAYOUT, stor: 0x5555 } };
    expect(check(user)).toEqual(['uses stor without importing its namespace USB']);
    expect(check({ ...user, info: { import_ns: 'USB' } })).toEqual([]);
    expect(check(user, { allowMissingNamespaceImports: true })).toEqual([]);
  });

  it.each([
    ['kvm_amd', true],
    ['nest_of', true],
    ['kvm_amd_more', false],
    ['other', false],
  ])('links to what is exported for named modules only: %s', (name, links) => {
    const user = { info: { name }, imports: ['kvm'], versions: { module_layout: LAYOUT, kvm: 6 } };
    expect(check(user)).toHaveLength(links ? 0 : 1);
  });

  it('does not link when it exports what the kernel exports', () => {
    const doubled: ModuleToBuild = {
      ...good,
      exports: [
        { name: '_printk', crc: 1 },
        { name: 'crc32c', crc: 1 },
      ],
    };
    expect(check(doubled)).toEqual(['exports _printk, which the kernel exports itself']);
  });
});
