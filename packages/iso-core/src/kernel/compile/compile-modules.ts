// Compiles single modules against a kernel that is not rebuilt: from its config and its Module.symvers.
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { IsoError, writeAtomically } from '../../runtime/index.js';
import { makeCommand } from '../tree/index.js';
import type { CompileOptions } from './compile-kernel.js';
import { runMake } from './run-make.js';

export interface CompileModulesOptions extends CompileOptions {
  /** Paths in the kernel tree: `net/sched/sch_prio.ko`. */
  readonly modules: readonly string[];
  /** The text of the base's Module.symvers: under MODVERSIONS every checksum comes from it. */
  readonly symvers: string;
}

/**
 * The stripped modules, by their path in the kernel tree. They are made as targets of the kernel's own
 * tree, not as a directory (`M=`), which would taint the kernel that loads them. Rejects with
 * `COMPILE_FAILED`, `MODULE_PATH_INVALID`, or as `run` does.
 */
export async function compileModules(
  options: CompileModulesOptions,
): Promise<ReadonlyMap<string, string>> {
  const { run, tree, jobs, modules, symvers, destination, signal } = options;
  for (const module of modules) checkTarget(module);
  await runMake(options, makeCommand(tree, ['modules_prepare'], { jobs }));
  await writeAtomically(join(tree.folder, 'Module.symvers'), symvers);
  await runMake(options, makeCommand(tree, modules, { jobs }));
  const files = new Map<string, string>();
  for (const module of modules) {
    const file = join(destination, module);
    await mkdir(dirname(file), { recursive: true });
    await copyFile(join(tree.folder, module), file);
    await run(
      { file: `${tree.toolchain.crossCompile}strip`, args: ['--strip-debug', file] },
      signal === undefined ? {} : { signal },
    );
    files.set(module, file);
  }
  return files;
}

/** A target is given to make, and its name to a shell. */
function checkTarget(module: string): void {
  if (/^(?:[\w+-][\w.+-]*\/)+[\w+-][\w.+-]*\.ko$/.test(module)) return;
  throw new IsoError('MODULE_PATH_INVALID', `Not a module of a kernel tree: ${module}`, {
    hint: 'Modules are named as the kernel’s makefiles do: net/sched/sch_prio.ko.',
    details: { module },
  });
}
