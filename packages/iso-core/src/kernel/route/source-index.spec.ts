import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { writeTree } from '../source/source-tree.testing.js';
import { SMALL_KERNEL as TREE } from './small-kernel.testing.js';
import { scanSource, sourceIndex } from './source-index.js';

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
