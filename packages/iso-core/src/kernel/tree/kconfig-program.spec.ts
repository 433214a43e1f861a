import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner, type Runner } from '../../runtime/index.js';
import { kconfigProgram, placeKconfigProgram } from './kconfig-program.js';
import { TINY_KBUILD, workshop } from './object-tree.testing.js';

/** A kbuild that compiles a program before it runs it, on whatever Kconfig it is given. */
const COMPILING = `${TINY_KBUILD}
olddefconfig: $(O)/scripts/kconfig/conf
$(O)/scripts/kconfig/conf:
	@mkdir -p $(O)/scripts/kconfig
	@echo $(KBUILD_KCONFIG) >> $(O)/scripts/kconfig/conf
	@touch $(KCONFIG_CONFIG)
`;

function shop(makefile: string) {
  const { options, cache, inTree } = workshop({ Makefile: makefile });
  let calls = 0;
  const run: Runner = (command, given) => {
    calls += 1;
    return localRunner(command, given);
  };
  return {
    inTree,
    program: () => kconfigProgram(cache, { ...options, run, jobs: 2 }),
    calls: () => calls,
  };
}

describe('the program of Kconfig', () => {
  it('is compiled once, without a look at the kernel’s options', async () => {
    const { program, calls } = shop(COMPILING);
    const folder = await program();
    expect(readFileSync(join(folder, 'scripts/kconfig/conf'), 'utf8')).toBe('/dev/null\n');
    expect(await program()).toBe(folder);
    expect(calls()).toBe(1);
  });

  it('is taken by a new tree as its own, as old as it is', async () => {
    const { program, inTree } = shop(COMPILING);
    const folder = await program();
    await inTree(async (tree) => {
      await placeKconfigProgram(tree, folder);
      const [own, copy] = [folder, tree.folder].map(
        (place) => statSync(join(place, 'scripts/kconfig/conf')).mtimeMs,
      );
      // Times are copied in milliseconds.
      expect(Math.abs((copy ?? 0) - (own ?? 0))).toBeLessThan(1);
    });
  });

  it('leaves a tree alone that has one', async () => {
    const { program, inTree } = shop(COMPILING);
    const folder = await program();
    await inTree(async (tree) => {
      await placeKconfigProgram(tree, folder);
      const before = statSync(join(tree.folder, 'scripts/kconfig/conf'));
      await placeKconfigProgram(tree, folder);
      expect(statSync(join(tree.folder, 'scripts/kconfig/conf')).ino).toBe(before.ino);
    });
  });

  it('is left to each tree where it cannot be compiled apart', async () => {
    const { program, inTree } = shop(`olddefconfig:\n\tfalse\n`);
    const folder = await program();
    await inTree(async (tree) => {
      await placeKconfigProgram(tree, folder);
      expect(existsSync(join(tree.folder, 'scripts'))).toBe(false);
    });
  });
});
