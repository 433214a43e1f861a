import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { expect, describe, it } from 'vitest';
import { realTree } from './real-tree.testing.js';
import { workspaceFiles } from './workspace-files.js';

describe('the files of a workspace', () => {
  it('are read with every character, also what marks the order of bytes', () => {
    const { tree, write } = realTree();
    const text = '\uFEFFa:\r\n\tü 😀';
    write('Makefile', text);
    expect(workspaceFiles(tree).read('Makefile')).toBe(text);
  });

  it('are as the tree has them', () => {
    const { tree, write } = realTree();
    write('a', 'before');
    write('b', 'gone');
    tree.write('a', 'after');
    tree.delete('b');
    const { read } = workspaceFiles(tree);
    expect([read('a'), read('b'), read('c')]).toEqual(['after', undefined, undefined]);
  });

  it('are none where there is a folder', () => {
    const { tree, write } = realTree();
    write('deploy/a.yaml', '');
    expect(workspaceFiles(tree).read('deploy')).toBeUndefined();
  });

  it('are found by globs, sorted, or by a name that only looks like one', async () => {
    const tree = createTreeWithEmptyWorkspace();
    for (const file of ['b.yaml', 'deploy/a.yaml', '.github/c.yaml', 'a.md', '[x].yaml']) {
      tree.write(file, '');
    }
    const { matching } = workspaceFiles(tree);
    expect(await matching('deploy/*.yaml')).toEqual(['deploy/a.yaml']);
    expect(await matching('{a.md,b.yaml}')).toEqual(['a.md', 'b.yaml']);
    expect(await matching('[x].yaml')).toEqual(['[x].yaml']);
    expect(await matching('deploy')).toEqual([]);
  });

  it('are listed by folder', () => {
    const { tree, write } = realTree();
    write('deploy/b.mk', '');
    write('deploy/sub/c.mk', '');
    tree.write('deploy/a.mk', '');
    const { namesIn } = workspaceFiles(tree);
    expect([...namesIn('deploy')].sort()).toEqual(['a.mk', 'b.mk', 'sub']);
    expect([...namesIn('.')]).toContain('deploy');
    expect(namesIn('none')).toEqual([]);
    expect(namesIn('deploy/b.mk')).toEqual([]);
  });

  it('may be written, and so may new ones in folders old and new', () => {
    const { tree, write } = realTree();
    write('chaos/a', '');
    const { expectWritable } = workspaceFiles(tree);
    for (const file of ['chaos/a', 'chaos/new', 'new/new']) {
      expect(() => expectWritable(file)).not.toThrow();
    }
  });
});
