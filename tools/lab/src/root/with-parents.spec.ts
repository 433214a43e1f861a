import { describe, expect, it } from 'vitest';
import { withParents } from './with-parents.js';

const file = (path: string) => ({ type: 'file', path, content: new Uint8Array() }) as const;

describe('withParents', () => {
  it('adds each missing folder once', () => {
    const paths = withParents([file('usr/lib/a'), file('usr/lib/b')]).map(({ path }) => path);
    expect(paths.sort()).toEqual(['usr', 'usr/lib', 'usr/lib/a', 'usr/lib/b']);
  });

  it('never puts a directory where there is a link or a directory already', () => {
    const entries = [
      { type: 'symlink', path: 'lib', linkTarget: 'usr/lib' },
      { type: 'directory', path: 'usr', permissions: 0o700 },
      file('usr/lib/a'),
    ] as const;
    const added = withParents(entries).slice(0, -entries.length);
    expect(added).toEqual([{ type: 'directory', path: 'usr/lib' }]);
  });
});
