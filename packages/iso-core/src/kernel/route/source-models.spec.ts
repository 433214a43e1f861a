import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { writeTree } from '../source/source-tree.testing.js';
import { SMALL_KERNEL as TREE } from './small-kernel.testing.js';
import { scanSource } from './source-index.js';
import { moduleFinder, modulesFor } from './source-models.js';

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

  it('names a module that an option shares with another, which makes it too', async () => {
    const makefile = `${TREE['net/sched/Makefile'] ?? ''}obj-$(CONFIG_PRIO_TOO) += sch_prio.o off.o\n`;
    const folder = writeTree(temporaryFolder(), { ...TREE, 'net/sched/Makefile': makefile });
    const finderFor = async (values: Record<string, string>) =>
      moduleFinder({
        configured: { get: (name) => values[name] ?? 'n' },
        source: { folder },
        index: await scanSource(folder, 'amd64'),
        architecture: 'amd64',
      });
    const both = await finderFor({ NET: 'y', PRIO: 'm', PRIO_TOO: 'm' });
    expect(both('PRIO')).toEqual(['net/sched/sch_prio.ko']);
    expect(both('PRIO_TOO')).toEqual(['net/sched/off.ko', 'net/sched/sch_prio.ko']);
    const builtIn = await finderFor({ NET: 'y', PRIO: 'y', PRIO_TOO: 'm' });
    expect(builtIn('PRIO_TOO')).toEqual(['net/sched/off.ko']);
  });
});
