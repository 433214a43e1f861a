import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { writeTree } from '../source/source-tree.testing.js';
import { chooseRoute } from './choose-route.js';
import { SMALL_KERNEL as TREE } from './small-kernel.testing.js';
import { scanSource } from './source-index.js';
import type { RouteChange } from './source-models.js';

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
