// Compiles single modules for a kernel that is already built, from its config and the list of what it
// exports alone.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { IsoError, systemCode, writeError } from '../../runtime/index.js';
import { isInKernelRange } from '../../spec/index.js';
import { assertFits } from './module-info.js';
import {
  assertResolved,
  parseSymbolVersions,
  parseUndefined,
  versionsSection,
} from './module-versions.js';
import { type CompileOptions, runMake } from './run-make.js';

export interface CompileModulesOptions extends CompileOptions {
  /** Paths in the kernel tree: `net/sched/sch_prio.ko`. */
  readonly modules: readonly string[];
  /** The text of the base's Module.symvers. */
  readonly symvers: string;
  /** The vermagic of the base's modules, where it has any. */
  readonly vermagic?: string;
}

/** kbuild writes what the modules themselves export into one of these, by its version. */
const OWN_SYMVERS = ['modules-only.symvers', 'Module.symvers'];

/**
 * The stripped modules in `destination`, by their path in the kernel tree. They are compiled as parts
 * of that tree, not as external ones (`M=`), which would taint the kernel. kbuild knows what a kernel
 * exports only where it has built it, so the base's list is applied here: every import must be in it,
 * and with MODVERSIONS its CRCs become the module's.
 *
 * Rejects with `COMPILE_FAILED`, `MODULE_PATH_INVALID`, `MODULE_SYMBOL_UNRESOLVED`,
 * `MODULE_SYMBOL_TOO_LONG`, `MODULE_VERMAGIC_MISMATCH`, `MODULE_OUT_OF_TREE`, `DISK_FULL`, or as `run`
 * does.
 */
export async function compileModules(
  options: CompileModulesOptions,
): Promise<ReadonlyMap<string, string>> {
  const { tree, modules, destination, vermagic } = options;
  for (const module of modules) checkTarget(module);
  const own = await makeModules(options);
  const versions = new Map([...parseSymbolVersions(options.symvers), ...own]);
  const read = (path: string) => readFile(join(tree.folder, path), 'utf8');
  const release = (await read('include/config/kernel.release')).trim();
  const hasVersions = /^CONFIG_MODVERSIONS=y$/m.test(await read('.config'));
  const files = new Map<string, string>();
  for (const path of modules) {
    const file = join(destination, path);
    await mkdir(dirname(file), { recursive: true });
    await finishModule(options, { path, file, versions, hasVersions });
    assertFits(path, await readFile(file), release, vermagic);
    files.set(path, file);
  }
  return files;
}

/** Runs kbuild, and gives what the modules export themselves. */
async function makeModules(options: CompileModulesOptions): Promise<Map<string, number>> {
  const { tree, modules } = options;
  const make = (targets: readonly string[], log: string) =>
    runMake(options, { what: 'the modules', targets, variables: ['KBUILD_MODPOST_WARN=1'], log });
  const own = new Map<string, number>();
  const collect = async () => {
    for (const name of OWN_SYMVERS) {
      const text = await readFile(join(tree.folder, name), 'utf8').catch(() => '');
      for (const [symbol, crc] of parseSymbolVersions(text)) own.set(symbol, crc);
    }
  };
  for (const name of OWN_SYMVERS) await rm(join(tree.folder, name), { force: true });
  // Before 5.10 single modules do not bring what modules_prepare does, and before 5.4 two of them at
  // once would write the same files.
  if (isInKernelRange(tree.sourceVersion, { before: '5.10' })) {
    await make(['modules_prepare'], 'modules_prepare');
  }
  if (isInKernelRange(tree.sourceVersion, { from: '5.4' })) {
    await make(modules, 'modules');
    await collect();
  } else {
    for (const module of modules) {
      await make([module], `modules-${basename(module)}`);
      await collect();
    }
  }
  return own;
}

interface Finish {
  readonly path: string;
  readonly file: string;
  readonly versions: ReadonlyMap<string, number>;
  readonly hasVersions: boolean;
}

/** Checks a module's imports, writes their versions, and strips it as Buildroot does. */
async function finishModule(
  { run, tree, signal }: CompileModulesOptions,
  { path, file, versions, hasVersions }: Finish,
): Promise<void> {
  await copyFile(join(tree.folder, path), file).catch((cause: unknown) => {
    if (systemCode(cause) !== 'ENOENT') throw writeError(cause, file);
    throw new IsoError('COMPILE_FAILED', `make ended well, but there is no ${path}`, {
      hint: 'The option does not build that module in this kernel.',
      cause,
      details: { expected: path },
    });
  });
  const binutils = async (tool: string, ...args: string[]) => {
    const command = { file: `${tree.toolchain.crossCompile}${tool}`, args };
    return (await run(command, signal === undefined ? {} : { signal })).stdout;
  };
  const listed = await binutils('nm', '--undefined-only', '--format=posix', file);
  const { required, optional } = parseUndefined(listed);
  assertResolved(path, required, versions);
  if (!hasVersions) {
    await binutils('objcopy', '--strip-debug', file);
    return;
  }
  // The kernel finds the versions by the section's name (kernel/module/main.c).
  const section = `${file}.versions`;
  await writeFile(section, versionsSection([...required, ...optional].sort(), versions));
  const headers = await binutils('readelf', '--section-headers', '--wide', file);
  if (!/\s__versions\s/.test(headers)) {
    const flags = '__versions=alloc,readonly,data,contents';
    await binutils('objcopy', '--add-section', `__versions=${section}`, file);
    await binutils('objcopy', '--set-section-flags', flags, file);
    await binutils('objcopy', '--set-section-alignment', '__versions=8', file);
  }
  await binutils('objcopy', '--strip-debug', '--update-section', `__versions=${section}`, file);
  await rm(section, { force: true });
}

/** A target is given to make, and its name to a shell. */
function checkTarget(module: string): void {
  if (/^(?:\w[\w.+-]*\/)+\w[\w.+-]*\.ko$/.test(module)) return;
  throw new IsoError('MODULE_PATH_INVALID', `Not a module of a kernel tree: ${module}`, {
    hint: 'Modules are named as the kernel’s makefiles do: net/sched/sch_prio.ko.',
    details: { module },
  });
}
