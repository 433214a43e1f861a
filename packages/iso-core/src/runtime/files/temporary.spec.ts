import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startScript } from '../testing/child-process.testing.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { writeAtomically } from './atomic.js';
import { removeAbandoned, temporaryName, withTemporaryFolder } from './temporary.js';

describe('withTemporaryFolder', () => {
  it('is there during the work, and gone after it', async () => {
    const parent = join(temporaryFolder(), 'parent');
    const seen = await withTemporaryFolder(parent, async (folder) => {
      await writeAtomically(join(folder, 'deep', 'file'), 'x');
      return folder;
    });
    expect(seen.startsWith(parent)).toBe(true);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('is gone after work that fails', async () => {
    const parent = temporaryFolder();
    const error = new Error('work');
    await expect(withTemporaryFolder(parent, () => Promise.reject(error))).rejects.toBe(error);
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('what a killed process left', () => {
  const leftBehind = async () => {
    const folder = temporaryFolder();
    const script = startScript('leave-temporary', folder);
    expect(await script.nextLine()).toBe('written');
    script.kill('SIGKILL');
    await script.ended;
    expect(readdirSync(folder)).toHaveLength(2);
    return folder;
  };

  it('goes when the next temporary folder is made there', async () => {
    const folder = await leftBehind();
    await withTemporaryFolder(folder, (own) => {
      expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([own]);
      return Promise.resolve();
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes when the next file is written there', async () => {
    const folder = await leftBehind();
    await writeAtomically(join(folder, 'file'), 'x');
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('what may still be in use', () => {
  it('stays while its process lives, however old it is', async () => {
    const folder = temporaryFolder();
    const name = temporaryName('file');
    writeFileSync(join(folder, name), 'x');
    utimesSync(join(folder, name), 0, 0);
    await removeAbandoned(folder);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('stays for a day when another machine made it', async () => {
    const folder = temporaryFolder();
    const [young, old] = [temporaryName('young'), temporaryName('old')].map((name) =>
      name.replace(/\.[0-9a-f]{8}-/, '.00000000-'),
    ) as [string, string];
    mkdirSync(join(folder, young));
    mkdirSync(join(folder, old));
    const yesterday = Date.now() / 1000 - 25 * 60 * 60;
    utimesSync(join(folder, old), yesterday, yesterday);
    await removeAbandoned(folder);
    expect(readdirSync(folder)).toEqual([young]);
  });

  it('stays when it is not ours', async () => {
    const folder = temporaryFolder();
    const names = ['.file.temporary', 'temporary', '.x.00000000-zz-zz.temporary'];
    for (const name of names) {
      writeFileSync(join(folder, name), '');
      utimesSync(join(folder, name), 0, 0);
    }
    await removeAbandoned(folder);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  });
});

it('needs no folder to look in', async () => {
  await expect(removeAbandoned(join(temporaryFolder(), 'none'))).resolves.toBeUndefined();
});
