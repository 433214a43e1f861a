// Two lists of files against each other. Pure.
import type { DiffFile, FileChanges } from './diff.js';

/** A file as it is reported, and what makes it another one when it differs. */
export interface ComparedFile {
  readonly file: DiffFile;
  readonly facts: Readonly<Record<string, string | number | undefined>>;
}

/** What came, what went, and what is not as it was, each sorted by path. */
export function compareFiles(
  before: ReadonlyMap<string, ComparedFile>,
  after: ReadonlyMap<string, ComparedFile>,
): FileChanges {
  const result: FileChanges = { added: [], removed: [], changed: [] };
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort((left, right) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  );
  for (const path of paths) {
    const [old, now] = [before.get(path), after.get(path)];
    if (old === undefined && now !== undefined) result.added.push(now.file);
    else if (now === undefined && old !== undefined) result.removed.push(old.file);
    else if (old !== undefined && now !== undefined) {
      const what = Object.keys(old.facts).filter((fact) => old.facts[fact] !== now.facts[fact]);
      if (what.length > 0) result.changed.push({ path, what, before: old.file, after: now.file });
    }
  }
  return result;
}
