// Temporary files and folders, beside what they are for. Each is named after the process that made it: a
// killed process cannot clean up, so whoever makes the next one there removes what the dead left.
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerLives, ownerOfTag, ownerTag } from '../cache/lock-owner.js';
import { explainingWrites } from './file-errors.js';

/** How old something must be whose maker cannot be seen: another machine, another container. */
const STALE_MILLISECONDS = 24 * 60 * 60 * 1000;

const NAME = /\.([0-9a-z-]+)\.[0-9a-f]{12}\.temporary$/;

/** A new name for something temporary that will become, or serve, the file `name`. */
export function temporaryName(name: string): string {
  const random = randomBytes(6).toString('hex');
  return `.${name.slice(0, 100)}.${ownerTag()}.${random}.temporary`;
}

/**
 * Removes the temporary files and folders in `folder` whose maker is dead. What cannot be removed stays:
 * this costs room, and nothing else.
 */
export async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const tag = NAME.exec(name)?.[1];
    if (tag === undefined) continue;
    const path = join(folder, name);
    const facts = await lstat(path).catch(() => undefined);
    if (facts === undefined) continue;
    if (ownerLives(ownerOfTag(tag), Date.now() - facts.mtimeMs, STALE_MILLISECONDS)) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Gives `work` a new folder in `parent` (made if need be) and removes it afterwards, always. */
export async function withTemporaryFolder<T>(
  parent: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = join(parent, temporaryName('work'));
  await explainingWrites(parent, async () => {
    await mkdir(parent, { recursive: true });
    await removeAbandoned(parent);
    await mkdir(folder, { mode: 0o700 });
  });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
