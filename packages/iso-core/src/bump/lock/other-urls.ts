// What a repository's other locks hold: their places are not this one's to move.
import { lockedUrls, type IsoLock } from './lock.js';

export interface NamedLock {
  /** The lock's file, relative to the workspace, with `/`. */
  readonly file: string;
  readonly lock: IsoLock;
}

/** The URLs of all locks but that in `file`, each with the name of its lock. */
export function otherUrls(file: string, locks: readonly NamedLock[]): ReadonlyMap<string, string> {
  const others = locks.filter((other) => other.file !== file);
  return new Map(
    others.flatMap((other) =>
      Object.values(lockedUrls(other.lock)).map((url) => [url, other.file] as const),
    ),
  );
}
