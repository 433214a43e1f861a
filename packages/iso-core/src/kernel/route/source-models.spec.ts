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
});
