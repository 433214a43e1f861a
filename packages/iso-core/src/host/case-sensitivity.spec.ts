import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { isCaseSensitive } from './case-sensitivity.js';

it('is what the file system of a folder is, which stays as it was', async () => {
  const folder = join(temporaryFolder(), 'made');
  expect(await isCaseSensitive(folder)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});
