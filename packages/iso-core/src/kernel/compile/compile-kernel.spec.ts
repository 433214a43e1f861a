import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { compileKernel } from './compile-kernel.js';
import type { MakeProgress } from './make-output.js';
import { logPath } from './run-make.js';
import { inTinyTree } from './tiny-kernel.testing.js';

describe('compileKernel', () => {
  it('gives the image, the installed modules and what is exported', async () => {
    await inTinyTree(async (tree, destination) => {
      const progress: MakeProgress[] = [];
      const onProgress = (step: MakeProgress) => progress.push(step);
      const options = { run: localRunner, tree, jobs: 2, destination };
      const { image, modules, symvers } = await compileKernel({ ...options, onProgress });
      expect(readFileSync(image, 'utf8')).toBe('a kernel');
      expect(readFileSync(symvers, 'utf8')).toContain('kfree');
      expect(modules).toBe(join(destination, 'root/lib/modules/6.1.192'));
      expect(progress).toEqual([{ steps: 1, expected: 0, file: 'init/main.o' }]);
      expect(readFileSync(logPath(tree, 'kernel'), 'utf8')).toContain('CC      init/main.o');
    });
  });

  it('installs modules stripped, without tables and without links to this machine', async () => {
    await inTinyTree(async (tree, destination) => {
      const { modules } = await compileKernel({ run: localRunner, tree, jobs: 1, destination });
      expect(readFileSync(join(modules, 'kernel/how'), 'utf8')).toBe('1 true\n');
      expect(readdirSync(modules)).toEqual(['kernel']);
    });
  });

  it('leaves nothing of an earlier build in the results', async () => {
    await inTinyTree(async (tree, destination) => {
      const options = { run: localRunner, tree, jobs: 1, destination };
      const { modules } = await compileKernel(options);
      writeFileSync(join(modules, 'kernel/stale.ko'), 'old');
      await compileKernel(options);
      expect(existsSync(join(modules, 'kernel/stale.ko'))).toBe(false);
    });
  });

  it('builds a kernel that has no modules', async () => {
    await inTinyTree(
      async (tree, destination) => {
        const built = await compileKernel({ run: localRunner, tree, jobs: 1, destination });
        expect(readFileSync(built.symvers, 'utf8')).toBe('');
        expect(readdirSync(built.modules)).toEqual([]);
      },
      { config: '# CONFIG_MODULES is not set\n' },
    );
  });

  it('says so when make made no kernel', async () => {
    await inTinyTree(async (tree, destination) => {
      const options = { run: localRunner, tree: { ...tree, architecture: 'arm64' as const } };
      await expect(compileKernel({ ...options, jobs: 1, destination })).rejects.toMatchObject({
        code: 'COMPILE_FAILED',
        details: { errors: [expect.stringContaining("No rule to make target 'Image'")] },
      });
    });
  });

  it('refuses a folder that make would stumble over', async () => {
    await inTinyTree(async (tree) => {
      const options = { run: localRunner, tree, jobs: 1, destination: '/tmp/a b' };
      await expect(compileKernel(options)).rejects.toMatchObject({ code: 'KERNEL_PATH_UNUSABLE' });
    });
  });
});
