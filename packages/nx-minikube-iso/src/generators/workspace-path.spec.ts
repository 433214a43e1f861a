import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { describe, expect, it } from 'vitest';
import { existingFile, workspacePath } from './workspace-path.js';

const tree = createTreeWithEmptyWorkspace();

describe('a path', () => {
  it.each([
    ['chaos', 'chaos'],
    ['./apps/../chaos/', 'chaos'],
    ['/virtual/chaos', 'chaos'],
    ['.', '.'],
    ['..chaos', '..chaos'],
  ])('%s is %s in the workspace', (given, path) => {
    expect(workspacePath(tree, 'directory', given)).toBe(path);
  });

  it.each(['..', '../chaos', 'chaos/../../x', '/etc', '/virtual2'])('may not be %s', (given) => {
    expect(() => workspacePath(tree, 'directory', given)).toThrow(
      expect.objectContaining({
        code: 'PATH_OUTSIDE_WORKSPACE',
        message: `--directory: expected a path inside the workspace, found ${given}`,
      }),
    );
  });
});

describe('a file', () => {
  it('is one that is there', () => {
    tree.write('deploy/Makefile', '');
    expect(existingFile(tree, 'makefile', './deploy/Makefile')).toBe('deploy/Makefile');
  });

  it.each(['Makefile', 'deploy'])('may not be %s, which is none', (given) => {
    expect(() => existingFile(tree, 'makefile', given)).toThrow(
      expect.objectContaining({
        code: 'OPTION_FILE_NOT_FOUND',
        message: `--makefile: expected a file of the workspace, found none at ${given}`,
      }),
    );
  });
});
