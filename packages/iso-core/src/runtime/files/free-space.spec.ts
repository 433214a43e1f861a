import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { checkFreeSpace } from './free-space.js';

it('is enough for a little, in a folder that is made', async () => {
  const made = join(temporaryFolder(), 'new/folder');
  await checkFreeSpace(made, 1024);
  expect(existsSync(made)).toBe(true);
});

it('is not enough for more than any disk has', async () => {
  const folder = temporaryFolder();
  await expect(checkFreeSpace(folder, 2 ** 60)).rejects.toMatchObject({
    code: 'DISK_FULL',
    message: expect.stringMatching(/: expected 1099511627776 MiB, found \d+\.\d MiB$/),
    details: { folder, bytes: 2 ** 60 },
  });
});
