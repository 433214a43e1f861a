// Compares what two paths or URLs name.
import type { SubjectOptions } from '../subject/subject.js';
import { defaultDepth, withSubject } from '../subject/with-subject.js';
import type { IsoDiff } from './diff.js';
import { diffIsos } from './diff-isos.js';

/**
 * What differs in the ISO at `to` from the one at `from`, both at the same depth: by default `content`
 * for two files, and `kernel` where one is read from a URL. Errors: those of `withSubject` and `inspectIso`.
 */
export async function diffLocations(
  from: string,
  to: string,
  options: SubjectOptions,
): Promise<IsoDiff> {
  const isRemote = [from, to].some((location) => defaultDepth(location) === 'kernel');
  const depth = options.depth ?? (isRemote ? 'kernel' : 'content');
  const deep = { ...options, depth };
  return withSubject(from, deep, (before) =>
    withSubject(to, deep, (after) =>
      diffIsos(before.source, after.source, { depth, progress: options.progress }),
    ),
  );
}
