import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { writeTree } from '../source/source-tree.testing.js';
import { chooseRoute, moduleFinder, modulesFor, type RouteChange } from './choose-route.js';
import { scanSource, sourceIndex } from './source-index.js';

/** A kernel of a few files. NET is on; the network's PRIO, FLOWER and CONNTRACK are off. */
const TREE: Readonly<Record<string, string>> = {
  'arch/x86/Kbuild': 'obj-y += kernel/\n',
  'arch/x86/kernel/Makefile': 'obj-y += cpu.o\n',
  'arch/sparc/mentions.c': '#if IS_ENABLED(CONFIG_PRIO)\n#endif\n',
  'Documentation/prio.c': '#if IS_ENABLED(CONFIG_PRIO)\n#endif\n',
  'include/linux/skbuff.h': '#if IS_ENABLED(CONFIG_CONNTRACK)\nint nfct;\n#endif\n',
  'net/Makefile': 'obj-y += core.o\nobj-$(CONFIG_NET) += sched/\nobj-$(CONFIG_OVS) += ovs/\n',
  'net/core.c': '#include <linux/skbuff.h>\n#ifdef CONFIG_PRIO\n#endif\n',
  'net/sched/Makefile': [
    'obj-y += api.o',
    'obj-$(CONFIG_PRIO) += sch_prio.o',
    'obj-$(CONFIG_FLOWER) += cls_flower.o',
    'cls_flower-objs := flower_main.o flower_hash.o',
    'obj-$(CONFIG_CONNTRACK) += conntrack.o',
    'obj-$(CONFIG_HELPER) += helper.o',
    'obj-$(CONFIG_OLD) += old.o',
    'old-y := old_main.o',
    'old-$(CONFIG_EXTRA) += extra.o',
    '',
  ].join('\n'),
  'net/sched/api.c': '#if IS_BUILTIN(CONFIG_FLOWER)\n#endif /* CONFIG_PRIO_MODULE */\n',
  'net/sched/sch_prio.c': '#include "prio.h"\n',
  'net/sched/prio.h': '#if IS_ENABLED(CONFIG_PRIO)\n#endif\n',
  'net/sched/flower_main.c': '#if IS_ENABLED(CONFIG_FLOWER)\n#endif\n',
  'net/sched/helper.c': '#include "prio.h"\n',
  'net/sched/old_main.c': 'int old;\n',
  'net/ovs/Makefile': 'obj-$(CONFIG_OVS) += ovs.o\novs-y := flow.o\n',
  'net/ovs/flow.c': '#if IS_ENABLED(CONFIG_FLOWER)\n#endif\n',
};

const BASE = { MODULES: 'y', NET: 'y', OLD: 'm' };

async function choose(
  asked: Readonly<Record<string, string>>,
  {
    files = {},
    base = {},
    hasSymvers = true,
    more = {},
  }: {
    files?: Readonly<Record<string, string>>;
    base?: Readonly<Record<string, string>>;
    hasSymvers?: boolean;
    /** What else differs, such as an option of the toolchain. */
    more?: Readonly<Record<string, string>>;
  } = {},
) {
  const folder = writeTree(temporaryFolder(), { ...TREE, ...files });
  const before: Record<string, string> = { ...BASE, ...base };
  const after: Record<string, string> = { ...before, ...more, ...asked };
  const get = (values: Record<string, string>) => (name: string) => values[name] ?? 'n';
  const changes: RouteChange[] = Object.keys(asked).map((symbol) => ({
    symbol,
    before: get(before)(symbol),
    after: get(after)(symbol),
  }));
  return chooseRoute({
    changes,
    base: { get: get(before), symbols: () => Object.keys(before) },
    configured: { get: get(after) },
    facts: { hasSymvers },
    source: { folder },
    index: await scanSource(folder, 'amd64'),
    architecture: 'amd64',
  });
}

describe('chooseRoute', () => {
  it('does nothing where nothing changes', async () => {
    expect(await choose({})).toMatchObject({ route: 'unchanged', modules: [] });
  });

  it('adds modules that nothing in the base can tell', async () => {
    expect(await choose({ PRIO: 'm' })).toMatchObject({
      route: 'modules',
      modules: ['net/sched/sch_prio.ko'],
    });
    expect(await choose({ PRIO: 'm', FLOWER: 'm' })).toMatchObject({
      route: 'modules',
      modules: ['net/sched/cls_flower.ko', 'net/sched/sch_prio.ko'],
      reasons: [expect.stringContaining('PRIO, FLOWER'), expect.stringContaining('cls_flower.ko')],
    });
  });

  it('builds the kernel for anything but a new module', async () => {
    const changes = [
      { PRIO: 'y' },
      { OLD: 'n' },
      { OLD: 'y' },
      { HZ: '250' },
      { PRIO: 'm', FLOWER: 'y' },
    ];
    for (const asked of changes) {
      const { route, reasons } = await choose(asked);
      expect(route).toBe('kernel');
      expect(reasons[0]).toMatch(/changes from .* can only be given modules/);
    }
  });

  it('builds the kernel for an option that headers of the base consult', async () => {
    const { route, reasons } = await choose({ CONNTRACK: 'm' });
    expect(route).toBe('kernel');
    expect(reasons[0]).toContain('include/linux/skbuff.h:1');
    expect(reasons[0]).toContain('IS_ENABLED(CONFIG_CONNTRACK)');
  });

  it.each([
    ['code of the kernel', { 'net/core.c': 'int x = IS_ENABLED(CONFIG_PRIO);\n' }],
    ['a macro for modules', { 'net/core.c': '#ifdef CONFIG_PRIO_MODULE\n#endif\n' }],
    ['code of a module of the base', { 'net/sched/old_main.c': 'IS_REACHABLE(CONFIG_PRIO)\n' }],
    [
      'a condition in a makefile',
      { 'net/Makefile': `${TREE['net/Makefile']}ifdef CONFIG_PRIO\nendif\n` },
    ],
    [
      'code that other code includes',
      {
        'net/core.c': '#include "sched/sch_prio.c"\n',
        'net/sched/sch_prio.c': 'IS_ENABLED(CONFIG_PRIO)\n',
      },
    ],
    ['a header that the kernel includes too', { 'net/core.c': '#include "sched/prio.h"\n' }],
    [
      'names put together by the preprocessor',
      { 'net/core.c': '#define ON(x) IS_ENABLED(CONFIG_##x)\nON(PRIO)\n' },
    ],
    ['code that no makefile lists', { 'net/sched/stray.c': 'IS_ENABLED(CONFIG_PRIO)\n' }],
    ['a script', { 'scripts/link.sh': 'is_enabled CONFIG_PRIO\n' }],
    ['code of the architecture', { 'arch/x86/kernel/other.c': 'IS_ENABLED(CONFIG_PRIO)\n' }],
  ])('builds the kernel for an option that is consulted by %s', async (_, files) => {
    const { route, reasons } = await choose({ PRIO: 'm' }, { files });
    expect(route).toBe('kernel');
    expect(reasons[0]).toMatch(/PRIO=m changes what the base is made of/);
  });

  it('does not mind what is not built: other architectures, documentation, code that is off', async () => {
    expect((await choose({ FLOWER: 'm' })).route).toBe('modules');
    const { route, reasons } = await choose({ FLOWER: 'm' }, { base: { OVS: 'y' } });
    expect(route).toBe('kernel');
    expect(reasons[0]).toContain('net/ovs/flow.c');
  });

  it('builds the kernel when a module of the base would get another part', async () => {
    const { route, reasons } = await choose({ EXTRA: 'm' });
    expect(route).toBe('kernel');
    expect(reasons).toEqual([
      'net/sched/extra.o changes net/sched/old.ko, which the base already has.',
    ]);
  });

  it('builds the kernel when a shared header belongs to a module of the base', async () => {
    expect((await choose({ PRIO: 'm' }, { base: { HELPER: 'm' } })).route).toBe('kernel');
    expect((await choose({ PRIO: 'm', HELPER: 'm' })).route).toBe('modules');
  });

  it('builds the kernel where the option has no module to build', async () => {
    const { route, reasons } = await choose({ NOWHERE: 'm' });
    expect(route).toBe('kernel');
    expect(reasons).toEqual(['No module of this source belongs to NOWHERE.']);
  });

  it('builds the kernel where the base takes no modules', async () => {
    expect(await choose({ PRIO: 'm' }, { base: { MODULE_SIG_FORCE: 'y' } })).toMatchObject({
      route: 'kernel',
      reasons: [expect.stringContaining('MODULE_SIG_FORCE')],
    });
    expect((await choose({ PRIO: 'm' }, { hasSymvers: false })).route).toBe('kernel');
  });

  it('leaves out what only the toolchain changes', async () => {
    const more = { CC_HAS_SLS: 'y', GCC_VERSION: '120200' };
    const files = { 'net/Makefile': `${TREE['net/Makefile']}obj-$(CONFIG_CC_HAS_SLS) += sls.o\n` };
    expect((await choose({ PRIO: 'm' }, { more, files })).route).toBe('modules');
  });

  it('says at most ten reasons, and how many more there are', async () => {
    const asked = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`X${index}`, 'y']));
    const { reasons } = await choose(asked);
    expect(reasons).toHaveLength(11);
    expect(reasons.at(-1)).toBe('And 4 more reasons like these.');
  });
});

describe('modulesFor', () => {
  it('names the modules of options that become modules', async () => {
    const folder = writeTree(temporaryFolder(), TREE);
    const configured = { get: (name: string) => ({ NET: 'y', FLOWER: 'm' })[name] ?? 'n' };
    const changes = [{ symbol: 'FLOWER', before: 'n', after: 'm' }];
    const index = await scanSource(folder, 'amd64');
    expect(
      modulesFor({ changes, configured, source: { folder }, index, architecture: 'amd64' }),
    ).toEqual(['net/sched/cls_flower.ko']);
  });
});

describe('moduleFinder', () => {
  it('names the modules of each option that is m, and none of others', async () => {
    const folder = writeTree(temporaryFolder(), TREE);
    const values: Record<string, string> = { NET: 'y', FLOWER: 'm', PRIO: 'm', HELPER: 'y' };
    const find = moduleFinder({
      configured: { get: (name) => values[name] ?? 'n' },
      source: { folder },
      index: await scanSource(folder, 'amd64'),
      architecture: 'amd64',
    });
    expect(find('FLOWER')).toEqual(['net/sched/cls_flower.ko']);
    expect(find('PRIO')).toEqual(['net/sched/sch_prio.ko']);
    expect(find('PRIO')).toEqual(['net/sched/sch_prio.ko']);
    expect(find('HELPER')).toEqual([]);
    expect(find('OLD')).toEqual([]);
    expect(find('NOWHERE')).toEqual([]);
  });
});

describe('sourceIndex', () => {
  it('is made once for a source, and is the same from the cache', async () => {
    const folder = writeTree(temporaryFolder(), TREE);
    const cache = openCache({ folder: join(temporaryFolder(), 'cache') });
    const source = { folder, digest: 'd'.repeat(64) };
    const first = await sourceIndex(cache, source, 'amd64');
    writeTree(folder, { 'net/late.c': 'IS_ENABLED(CONFIG_PRIO)\n' });
    const second = await sourceIndex(cache, source, 'amd64');
    for (const index of [first, second]) {
      expect([...index.mentions('PRIO')].sort()).toEqual([
        'net/core.c',
        'net/sched/Makefile',
        'net/sched/prio.h',
      ]);
      expect(index.mentions('PRIO_MODULE')).toEqual(['net/sched/api.c']);
      expect(index.mentions('constructor')).toEqual([]);
      expect([...index.naming('prio.h')].sort()).toEqual([
        'net/sched/helper.c',
        'net/sched/sch_prio.c',
      ]);
      expect(index.topFolders).toEqual(['net']);
    }
  });

  it('reads the files of arm that arm64 builds', async () => {
    const folder = writeTree(temporaryFolder(), {
      ...TREE,
      'arch/arm64/Kbuild': 'obj-y += x.o\n',
      'arch/arm/xen/p2m.c': 'IS_ENABLED(CONFIG_PRIO)\n',
    });
    expect((await scanSource(folder, 'arm64')).mentions('PRIO')).toContain('arch/arm/xen/p2m.c');
    expect((await scanSource(folder, 'amd64')).mentions('PRIO')).not.toContain(
      'arch/arm/xen/p2m.c',
    );
  });
});
