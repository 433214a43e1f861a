// Notices an ISO that is written to while it is verified: what was read and what was booted would be two.
import { stat } from 'node:fs/promises';
import { IsoError } from '../runtime/index.js';

/**
 * Remembers the file at `path`; what it returns rejects with `ISO_CHANGED_MEANWHILE` once that file is
 * another one or was written to. Without a path there is nothing to watch.
 */
export async function watchForChanges(path: string | undefined): Promise<() => Promise<void>> {
  if (path === undefined) return () => Promise.resolve();
  const before = await factsOf(path);
  return async () => {
    if ((await factsOf(path)) === before) return;
    throw new IsoError('ISO_CHANGED_MEANWHILE', `${path} was changed while it was verified`, {
      hint: 'Wait until nothing builds or copies it any more, and verify it again.',
      details: { path },
    });
  };
}

async function factsOf(path: string): Promise<string> {
  const facts = await stat(path, { bigint: true }).catch(() => undefined);
  if (facts === undefined) return 'not there';
  const { dev, ino, size, mtimeNs, ctimeNs } = facts;
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
