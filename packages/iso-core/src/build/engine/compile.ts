// Compiles what the route asks for, in an object tree that is kept for the next build.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  assertKernelRelease,
  compileKernel,
  compileModules,
  configOf,
  kernelRelease,
  placeConfig,
  placeKconfigProgram,
  withObjectTree,
  type CompileOptions,
  type MakeProgress,
  type ObjectTree,
  type RouteChoice,
  type TreePurpose,
} from '../../kernel/index.js';
import {
  formatSymvers,
  isModulePath,
  parseSymvers,
  withModuleExports,
  type Symvers,
} from '../../image/index.js';
import type { InspectedModules, KbuildTables } from '../../inspect/index.js';
import { IsoError, isIsoError, type Step } from '../../runtime/index.js';
import { jobsOf, onWait, type BuildContext } from '../context.js';
import type { StageOutcome } from '../stages.js';
import type { CompiledModules } from './module-changes.js';
import { treeOptions, type KernelInputs } from './kernel-inputs.js';
import { modulesTree, type Plan } from './plan.js';

export interface Compiled extends CompiledModules {
  /** Only on the route `kernel`. */
  readonly kernel?: {
    readonly image: string;
    readonly tables: KbuildTables;
    readonly symvers: Symvers;
    readonly symversText: Uint8Array;
  };
}

/**
 * Compiles in the tree of the route, configured as planned, into `folder`. Errors:
 * `KERNEL_RELEASE_MISMATCH`, `COMPILE_FAILED` and those of configuring.
 */
export async function compile(
  context: BuildContext,
  inputs: KernelInputs,
  plan: Plan,
  choice: RouteChoice,
  folder: string,
  step: Step,
): Promise<StageOutcome<Compiled>> {
  const { cache, host, signal } = context;
  const { base } = inputs;
  const value = await withObjectTree(
    cache,
    { ...treeOptions(context, inputs), purpose: purposeOf(choice, inputs) },
    async (tree, held) => {
      await placeKconfigProgram(tree, plan.program);
      await placeConfig(tree, plan.configText);
      const release = await kernelRelease(host.run, tree, { signal: held });
      // By now kbuild has brought the tree up to date with its config, by Kconfig once more.
      if ((await configOf(tree)) !== plan.configText) throw configuredOtherwise();
      await assertKernelRelease(tree, release, base.kernel.release);
      const options = await compileOptions(context, tree, folder, step, held);
      if (choice.route === 'kernel') return kernelRoute(options);
      return modulesRoute(options, choice, inputs);
    },
    { signal, onWait: onWait(context) },
  ).catch(async (error: unknown) => {
    if (isIsoError(error, 'CONFIG_UNSTABLE')) await plan.forget();
    throw error;
  });
  return { value };
}

function purposeOf({ route }: RouteChoice, { base }: KernelInputs): TreePurpose {
  return route === 'kernel' ? { route } : modulesTree(base);
}

async function compileOptions(
  context: BuildContext,
  tree: ObjectTree,
  destination: string,
  step: Step,
  signal: AbortSignal,
): Promise<CompileOptions> {
  const onProgress = ({ steps, expected, file }: MakeProgress): void => {
    step.update({
      ...(expected === undefined ? {} : { fraction: Math.min(steps / expected, 0.99) }),
      detail: file,
    });
  };
  return {
    run: context.host.run,
    tree,
    jobs: await jobsOf(context, tree.launcher),
    destination,
    signal,
    onProgress,
  };
}

async function kernelRoute(options: CompileOptions): Promise<Compiled> {
  const { image, modules, symvers } = await compileKernel(options);
  const paths = await readdir(modules, { recursive: true });
  const symversText = await readFile(symvers);
  return {
    files: new Map(paths.filter(isModulePath).map((path) => [path, join(modules, path)])),
    kernel: {
      image,
      tables: {
        order: await textOf(join(modules, 'modules.order')),
        builtin: await textOf(join(modules, 'modules.builtin')),
        modinfo: await readFile(join(modules, 'modules.builtin.modinfo')).catch(
          () => new Uint8Array(),
        ),
      },
      symvers: parseSymvers(symversText.toString('utf8')),
      symversText,
    },
  };
}

async function modulesRoute(
  options: CompileOptions,
  { modules }: RouteChoice,
  { base }: KernelInputs,
): Promise<Compiled> {
  const found = base.content?.modules;
  if (found === undefined) throw new TypeError('The base was not inspected at depth content');
  const symvers = symversOf(found, base.kernel.release);
  const { vermagic } = found;
  const files = await compileModules({
    ...options,
    modules,
    symvers,
    ...(vermagic === undefined ? {} : { vermagic }),
  });
  return { files: new Map([...files].map(([path, file]) => [`kernel/${path}`, file])) };
}

/** The base's own Module.symvers, else one rebuilt from its kernel and its modules. */
function symversOf(
  { symversText, kernelSymvers, found }: InspectedModules,
  release: string,
): string {
  if (symversText !== undefined) return symversText;
  if (kernelSymvers === undefined) throw new TypeError('The modules route needs exported symbols');
  const modules = found.flatMap(({ path, module }) =>
    module === undefined ? [] : [{ path, module }],
  );
  return formatSymvers(withModuleExports(kernelSymvers.symvers, modules), release);
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function configuredOtherwise(): IsoError {
  return new IsoError(
    'CONFIG_UNSTABLE',
    'The kernel’s Kconfig made two different configs of the same text',
    {
      hint: 'The toolchain or the kernel source changed during the build: build again.',
    },
  );
}
