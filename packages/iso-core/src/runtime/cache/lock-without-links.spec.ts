import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { withLockFile } from './lock.js';

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  link: () => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' })),
}));

describe('on a file system without hard links', () => {
  it('locks all the same', async () => {
    const path = join(temporaryFolder(), 'name.lock');
    let inside = 0;
    let most = 0;
    const visit = async () => {
      most = Math.max(most, ++inside);
      expect(existsSync(path)).toBe(true);
      await new Promise(setImmediate);
      inside--;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLockFile(path, visit)));
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });
});
