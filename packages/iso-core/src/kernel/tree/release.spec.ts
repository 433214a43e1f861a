import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { configure } from './configure.js';
import { looseTree, workshop } from './object-tree.testing.js';
import { assertKernelRelease, kernelRelease } from './release.js';

describe('kernelRelease', () => {
  it('is that of the config as it is now, without the user’s LOCALVERSION', async () => {
    const { inTree } = workshop();
    await inTree(async (tree) => {
      await configure(localRunner, tree, 'CONFIG_LOCALVERSION="-lab"\n');
      expect(await kernelRelease(localRunner, tree)).toBe('6.1.192-lab');
      await configure(localRunner, tree, 'CONFIG_LOCALVERSION=""\n');
      expect(await kernelRelease(localRunner, tree)).toBe('6.1.192');
    });
  });
});

describe('assertKernelRelease', () => {
  it('names both releases', async () => {
    await expect(assertKernelRelease(looseTree(), '6.1.192', '6.1.192')).resolves.toBeUndefined();
    await expect(assertKernelRelease(looseTree(), '6.1.192-x', '6.1.192')).rejects.toMatchObject({
      code: 'KERNEL_RELEASE_MISMATCH',
      hint: expect.stringContaining('localversion*'),
      details: { expected: '6.1.192', found: '6.1.192-x' },
    });
  });

  it('explains the suffix that a git checkout gets', async () => {
    const source = looseTree().folder;
    mkdirSync(join(source, '.git'));
    const found = assertKernelRelease(looseTree({ source }), '6.1.192+', '6.1.192');
    await expect(found).rejects.toMatchObject({
      hint: expect.stringContaining('LOCALVERSION_AUTO'),
    });
  });
});
