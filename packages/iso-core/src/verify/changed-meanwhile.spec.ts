import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchForChanges } from './changed-meanwhile.js';

let folder: string;
let iso: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changed-'));
  iso = join(folder, 'a.iso');
  await writeFile(iso, 'ISO');
});

afterEach(() => rm(folder, { recursive: true }));

describe('watchForChanges', () => {
  it('is content with a file that stays as it was, and where there is none to watch', async () => {
    const assertUnchanged = await watchForChanges(iso);
    await expect(assertUnchanged()).resolves.toBeUndefined();
    const assertNothing = await watchForChanges(undefined);
    await expect(assertNothing()).resolves.toBeUndefined();
  });

  it.each([
    ['written to', () => appendFile(iso, 'more')],
    ['removed', () => rm(iso)],
    [
      'replaced by another of the same bytes',
      async () => {
        await writeFile(join(folder, 'b.iso'), 'ISO');
        await rename(join(folder, 'b.iso'), iso);
      },
    ],
  ])('notices one that is %s', async (_, change) => {
    const assertUnchanged = await watchForChanges(iso);
    await change();
    await expect(assertUnchanged()).rejects.toMatchObject({ code: 'ISO_CHANGED_MEANWHILE' });
  });
});
