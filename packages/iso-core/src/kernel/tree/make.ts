// The one way to call a kernel's make. Everything is an argument of its own; paths in them are safe for
// the shell commands that kbuild makes of them (see assertBuildPath).
import { type Command, kernelArch } from '../../runtime/index.js';
import { kernelEnvironment } from './environment.js';
import type { ObjectTree } from './object-tree.js';
import { paholePath } from './pahole.js';
import { launcherPath } from './sccache.js';

export interface MakeOptions {
  readonly jobs?: number;
  /** Print no commands. */
  readonly silent?: boolean;
  /** Further variables, `NAME=value` each. */
  readonly variables?: readonly string[];
}

/** The command that makes `targets` in an object tree. */
export function makeCommand(
  tree: ObjectTree,
  targets: readonly string[],
  { jobs, silent = false, variables = [] }: MakeOptions = {},
): Command {
  const { toolchain, launcher } = tree;
  const gcc = `${toolchain.crossCompile}gcc`;
  const flags = pathFlags(tree);
  return {
    file: 'make',
    args: [
      '-C',
      tree.source,
      `O=${tree.folder}`,
      `ARCH=${kernelArch(tree.architecture)}`,
      ...(toolchain.crossCompile === '' ? [] : [`CROSS_COMPILE=${toolchain.crossCompile}`]),
      ...(launcher === undefined ? [] : [`CC=${launcherPath(tree, launcher)} ${gcc}`]),
      ...(toolchain.pahole === undefined ? [] : [`PAHOLE=${paholePath(tree)}`]),
      'LOCALVERSION=',
      `KCFLAGS=${[...flags, ...debugFlags(tree)].join(' ')}`,
      `KAFLAGS=${flags.join(' ')}`,
      ...variables,
      '--no-print-directory',
      ...(silent ? ['--silent'] : []),
      ...(jobs === undefined ? [] : [`--jobs=${jobs}`]),
      ...targets,
    ],
    env: { ...kernelEnvironment(tree), ...launcher?.env },
  };
}

/** `-ffile-prefix-map` came with gcc 8, and columns in debug information. */
function isBefore8({ toolchain }: ObjectTree): boolean {
  return Number.parseInt(toolchain.compiler.version, 10) < 8;
}

/** Compiler flags that leave this machine's folders out of what is compiled. */
function pathFlags(tree: ObjectTree): string[] {
  const flag = isBefore8(tree) ? '-fdebug-prefix-map' : '-ffile-prefix-map';
  return [`${flag}=${tree.source}=.`, `${flag}=${tree.folder}=.`];
}

/**
 * Compiler flags that leave out of debug information how a source came to the compiler: a worker gets it
 * preprocessed, which moves columns, and with options of its launcher's. The kernel's build id is a digest
 * of it all. For make to expand in a tree that has its config.
 */
function debugFlags(tree: ObjectTree): string[] {
  if (isBefore8(tree)) return [];
  return ['$(if $(CONFIG_DEBUG_INFO),-gno-column-info -gno-record-gcc-switches)'];
}
