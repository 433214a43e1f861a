// The one way to call a kernel's make. Everything is an argument of its own; paths in them are safe for
// the shell commands that kbuild makes of them (see assertBuildPath).
import { type Command, kernelArch } from '../../runtime/index.js';
import { kernelEnvironment } from './environment.js';
import type { ObjectTree } from './object-tree.js';
import { paholePath } from './pahole.js';

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
  const flags = pathFlags(tree).join(' ');
  return {
    file: 'make',
    args: [
      '-C',
      tree.source,
      `O=${tree.folder}`,
      `ARCH=${kernelArch(tree.architecture)}`,
      ...(toolchain.crossCompile === '' ? [] : [`CROSS_COMPILE=${toolchain.crossCompile}`]),
      ...(launcher === undefined ? [] : [`CC=${launcher.program} ${gcc}`]),
      ...(toolchain.pahole === undefined ? [] : [`PAHOLE=${paholePath(tree)}`]),
      'LOCALVERSION=',
      `KCFLAGS=${flags}`,
      `KAFLAGS=${flags}`,
      ...variables,
      '--no-print-directory',
      ...(silent ? ['--silent'] : []),
      ...(jobs === undefined ? [] : [`--jobs=${jobs}`]),
      ...targets,
    ],
    env: { ...kernelEnvironment(tree), ...launcher?.env },
  };
}

/**
 * Compiler flags that leave this machine's folders out of what is compiled. gcc before 8 only knows
 * the one for debug information.
 */
function pathFlags({ toolchain, source, folder }: ObjectTree): string[] {
  const flag =
    Number.parseInt(toolchain.compiler.version, 10) >= 8
      ? '-ffile-prefix-map'
      : '-fdebug-prefix-map';
  return [`${flag}=${source}=.`, `${flag}=${folder}=.`];
}
