import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache, type Cache } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { writeTree } from '../source/source-tree.testing.js';
import { SMALL_KERNEL as TREE } from './small-kernel.testing.js';
import { scanSource, sourceIndex, SourceIndexer } from './source-index.js';

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

describe('an index that is collected while its source is unpacked', () => {
  const digest = 'e'.repeat(64);
  const stored = (folder: string) =>
    readFileSync(
      join(folder, 'indexes', readdirSync(join(folder, 'indexes'))[0] ?? '', 'index.json'),
    );

  it('is the one that the finished tree has, whatever the order of its files', async () => {
    const folder = writeTree(temporaryFolder(), TREE);
    const [unpacked, finished] = ['unpacked', 'finished'].map((name) =>
      openCache({ folder: join(temporaryFolder(), name) }),
    ) as [Cache, Cache];
    const indexer = new SourceIndexer('amd64');
    for (const path of Object.keys(TREE).reverse()) indexer.take(join(folder, path), path);
    const taken = await indexer.index(unpacked, { folder, digest });
    const read = await sourceIndex(finished, { folder, digest }, 'amd64');
    expect(stored(unpacked.folder)).toEqual(stored(finished.folder));
    expect(taken.mentions('PRIO')).toEqual(read.mentions('PRIO'));
    expect([taken.topFolders, taken.pasting]).toEqual([read.topFolders, read.pasting]);
  });

  it('is of the finished tree when nothing was unpacked, or a file could not be taken as it is named', async () => {
    const folder = writeTree(temporaryFolder(), TREE);
    const [path = ''] = Object.keys(TREE);
    const whole = await scanSource(folder, 'amd64');
    for (const taken of [[], ['net/gone.c'], [`./${path}`, path]]) {
      const cache = openCache({ folder: join(temporaryFolder(), 'cache') });
      const indexer = new SourceIndexer('amd64');
      for (const each of taken) indexer.take(join(folder, each), each);
      const index = await indexer.index(cache, { folder, digest });
      expect(index.topFolders).toEqual(whole.topFolders);
      expect(index.mentions('PRIO')).toEqual(whole.mentions('PRIO'));
    }
  });
});
