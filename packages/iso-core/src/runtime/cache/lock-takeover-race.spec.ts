import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { thisOwner } from './lock-owner.js';
import { withLockFile } from './lock.js';

const race = vi.hoisted((): { justBeforeRename: () => void } => ({
  justBeforeRename: () => undefined,
}));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<{ rename(from: string, to: string): Promise<void> }>();
  return {
    ...real,
    rename: (from: string, to: string) => {
      race.justBeforeRename();
      race.justBeforeRename = () => undefined;
      return real.rename(from, to);
    },
  };
});

describe('two processes that judge the same owner dead', () => {
  it('do not both get in: the slower puts back the lock of the faster', async () => {
    const path = join(temporaryFolder(), 'name.lock');
    writeFileSync(path, JSON.stringify({ ...thisOwner(), pid: 4_194_305 }));
    const faster = JSON.stringify(thisOwner());
    race.justBeforeRename = () => writeFileSync(path, faster);
    const order: string[] = [];
    await withLockFile(path, () => Promise.resolve(order.push('in')), {
      onWait: () => {
        order.push(readFileSync(path, 'utf8') === faster ? 'put back' : 'lost');
        rmSync(path);
      },
    });
    expect(order).toEqual(['put back', 'in']);
  });
});
