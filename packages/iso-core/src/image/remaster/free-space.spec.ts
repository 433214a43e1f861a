// Room on the disk, asked for before anything is written.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFreeSpace } from './free-space.js';
import { testFolder } from './remaster.testing.js';

const folder = testFolder();

it('is enough for a little, in a folder that is made', async () => {
  const made = join(folder, 'new/folder');
  await checkFreeSpace(made, 1024);
  expect(existsSync(made)).toBe(true);
});

it('is not enough for more than any disk has', async () => {
  await expect(checkFreeSpace(folder, 2 ** 60)).rejects.toMatchObject({
    code: 'DISK_FULL',
    details: { folder, bytes: 2 ** 60 },
  });
});
