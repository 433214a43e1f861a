// The remaster engine: a base ISO, and of its kernel no more rebuilt than the requirements need.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { moduleName, readModuleFile, remaster, type IsoImage } from '../../image/index.js';
import {
  allHold,
  judgeInspection,
  NO_CHANGES,
  openInitrd,
  takesOnlySigned,
  wellKnownModules,
  type AcquiredBase,
  type Inspection,
  type ModulesOfOption,
  type RootChanges,
} from '../../inspect/index.js';
import { assertCompilerRange, toolchainOf, type RouteChoice } from '../../kernel/index.js';
import {
  copyFileAtomically,
  IsoError,
  sha256File,
  withTemporaryFolder,
} from '../../runtime/index.js';
import { appliesTo, foreignModuleChoice, optionsOf } from '../../spec/index.js';
import { acquireKernelSource } from '../acquire-kernel-source.js';
import { buildTime } from '../build-time.js';
import type { BuildContext } from '../context.js';
import { checkBuildTools, checkFurtherTools } from './build-tools.js';
import { chooseLauncher } from './choose-launcher.js';
import { compile, type Compiled } from './compile.js';
import { configChanges } from './config-changes.js';
import type { KernelInputs } from './kernel-inputs.js';
import { kernelPlaces, type KernelPlace } from './kernel-places.js';
import { makeInitrd } from './make-initrd.js';
import { addModules, replaceModules, type ModuleChanges } from './module-changes.js';
import type { Outcome } from './outcome.js';
import { planKernel, type Plan } from './plan.js';

export interface RemasterInput {
  readonly acquired: AcquiredBase;
  readonly iso: IsoImage;
  readonly base: Inspection;
  /** A folder of this build alone, on the disk of the output. */
  readonly folder: string;
}

/** Makes the ISO in `folder`. Errors: those of every stage. */
export async function remasterEngine(
  context: BuildContext,
  input: RemasterInput,
): Promise<Outcome> {
  const { base } = input;
  const isToldByBase = !asksForUnseen(context, base);
  if (isToldByBase && allHold(judgeInspection(base, context.requirements))) {
    return unchanged(context, input, ['Every requirement holds in the base already.']);
  }
  const inputs = await prepare(context, input);
  const plan = await context.stages.run('Configure the kernel', async () => {
    const value = await planKernel(context, inputs);
    return { value, detail: `route: ${value.choice.route}` };
  });
  const choice = settleRoute(context, plan);
  if (choice.route === 'unchanged')
    return unchanged(context, input, choice.reasons, modulesOfRequired(plan, context.requirements));
  // Refuses what could not be replaced or made, before minutes of compiling.
  const places = choice.route === 'kernel' ? kernelPlaces(base) : [];
  const initrdPath = onlyInitrd(base);
  await checkFurtherTools(context, base, plan.config);
  // kbuild takes no path with a space in it, which the folder of the output may have.
  return withTemporaryFolder(context.cache.path('compiled'), async (destination) => {
    const compiled = await context.stages.run(
      choice.route === 'kernel' ? 'Compile kernel and modules' : 'Compile modules',
      (step) => compile(context, inputs, plan, choice, destination, step),
    );
    return apply(context, input, { inputs, plan, choice, compiled, places, initrdPath });
  });
}

/**
 * Whether an option is to be off of which the base's config says nothing: only the kernel's source
 * tells one that is hidden from one that was misspelt.
 */
function asksForUnseen({ requirements }: BuildContext, base: Inspection): boolean {
  const { kernel, architecture } = base;
  return requirements.some(
    (requirement) =>
      requirement.kind === 'option' &&
      requirement.values.every((value) => value === 'n') &&
      appliesTo(requirement, kernel.release, architecture) &&
      !kernel.config.has(requirement.option),
  );
}

async function unchanged(
  context: BuildContext,
  { acquired, base, folder }: RemasterInput,
  reasons: readonly string[],
  modulesOf: ModulesOfOption = () => undefined,
): Promise<Outcome> {
  const iso = join(folder, 'unchanged.iso');
  await context.stages.run('Copy the base', async () => {
    await copyFileAtomically(acquired.path, iso);
    return { value: undefined };
  });
  return {
    route: 'unchanged',
    reasons,
    iso,
    configText: base.kernel.configText,
    kernelSha256: base.kernel.sha256,
    configChanges: [],
    excusedChanges: [],
    rootChanges: NO_CHANGES,
    foreign: [],
    modulesOf,
  };
}

/** Tools, source and toolchain: everything that can be missing is found out before any work is done. */
async function prepare(context: BuildContext, { base, iso }: RemasterInput): Promise<KernelInputs> {
  const { host, architecture, stages, env, signal } = context;
  await checkBuildTools(context, base);
  const toolchain = await toolchainOf(host.run, architecture, { signal });
  assertCompilerRange(toolchain, base.kernel.release);
  const source = await stages.run('Get the kernel source', async () => {
    const value = await acquireKernelSource(context, base.kernel.release);
    return { value, cached: value.cached };
  });
  const launcher = await chooseLauncher(context, toolchain);
  return {
    base,
    source,
    toolchain,
    epochSeconds: buildTime(iso.volumeDates, env),
    ...(launcher === undefined ? {} : { launcher }),
  };
}

/**
 * The chosen route, but for an option that only a kernel's own config can show: one that is to be `m`
 * and adds no module, having none or sharing one that the base has.
 */
function settleRoute({ requirements }: BuildContext, plan: Plan): RouteChoice {
  if (plan.choice.route !== 'modules') return plan.choice;
  const options = optionsOf(requirements);
  const added = plan.choice.modules.map(moduleName);
  const invisible = options.filter(
    (option) =>
      plan.config.get(option) === 'm' &&
      plan.offered.get(option) === 'n' &&
      !namesOf(plan, option).some((name) => added.includes(name)),
  );
  if (invisible.length === 0) return plan.choice;
  const reasons = invisible.map(
    (option) => `${option} adds no module of its own: only a kernel's own config can show it.`,
  );
  return { route: 'kernel', reasons, modules: [] };
}

/**
 * The modules of what is required, told beforehand: what tells them holds the makefiles of a whole kernel in
 * memory, and the finished ISO is still to be inspected.
 */
function modulesOfRequired(
  plan: Plan,
  requirements: BuildContext['requirements'],
): ModulesOfOption {
  const known = new Map(optionsOf(requirements).map((option) => [option, plan.modulesOf(option)]));
  return (option) => known.get(option);
}

function namesOf(plan: Plan, option: string): readonly string[] {
  const own = plan.modulesOf(option) ?? [];
  return own.length > 0 ? own : (wellKnownModules(option) ?? []);
}

/** What was made for the base, and where it goes. */
interface Made {
  readonly inputs: KernelInputs;
  readonly plan: Plan;
  readonly choice: RouteChoice;
  readonly compiled: Compiled;
  /** Of the kernel; none on the route `modules`. */
  readonly places: readonly KernelPlace[];
  /** Of the initrd in the ISO. */
  readonly initrdPath: string;
}

async function apply(
  context: BuildContext,
  input: RemasterInput,
  { inputs, plan, choice, compiled, places, initrdPath }: Made,
): Promise<Outcome> {
  const { stages, host, signal } = context;
  const { acquired, iso, base, folder } = input;
  const changes = await moduleChanges(context, base, plan, compiled);
  const initrd = join(folder, 'initrd');
  const rootChanges = await stages.run('Make the initrd', async () => ({
    value: await writeInitrd(context, input, plan, compiled, changes, initrd),
  }));
  const output = join(folder, 'output.iso');
  const image = compiled.kernel?.image;
  await stages.run('Write the ISO', async () => {
    await remaster({
      run: host.run,
      base: acquired.path,
      iso,
      output,
      replacements: [
        { isoPath: initrdPath, file: initrd },
        ...(image === undefined ? [] : places.map((place) => ({ ...place, file: image }))),
      ],
      signal,
    });
    return { value: undefined };
  });
  return {
    route: choice.route,
    reasons: choice.reasons,
    iso: output,
    ...(compiled.kernel === undefined
      ? { configText: base.kernel.configText, kernelSha256: base.kernel.sha256 }
      : {
          configText: plan.config.toString(),
          kernelSha256: await sha256File(compiled.kernel.image),
        }),
    ...configChanges(plan.gated),
    rootChanges,
    foreign: [...changes.foreign],
    kernel: {
      source: {
        origin: inputs.source.origin,
        version: inputs.source.version,
        sha256: inputs.source.digest,
        trust: inputs.source.trust,
      },
      toolchain: describeToolchain(inputs),
    },
    modulesOf: modulesOfRequired(plan, context.requirements),
    sourceFolder: inputs.source.folder,
  };
}

async function moduleChanges(
  { spec }: BuildContext,
  { content, architecture, boot }: Inspection,
  plan: Plan,
  compiled: Compiled,
): Promise<ModuleChanges> {
  if (content === undefined) throw new TypeError('The base was not inspected at depth content');
  const { modules } = content;
  if (compiled.kernel === undefined) return addModules(modules, compiled);
  const { tables, symvers } = compiled.kernel;
  return replaceModules({
    base: modules,
    compiled: { files: compiled.files, tables },
    choice: (name) => foreignModuleChoice(spec, name),
    switchedOff: plan.switchedOff,
    kernel: {
      architecture,
      vermagic: (await vermagicOf(compiled)) ?? modules.vermagic ?? '',
      modversions: plan.config.get('MODVERSIONS') === 'y',
      symvers,
      signaturesOnly: takesOnlySigned(plan.config, boot.commandLine),
    },
  });
}

/** What the new kernel asks of modules, as its own say. */
async function vermagicOf({ files }: Compiled): Promise<string | undefined> {
  const [first] = files;
  if (first === undefined) return undefined;
  const [path, file] = first;
  return (await readModuleFile(await readFile(file), path)).vermagic;
}

async function writeInitrd(
  { host, signal, requirements }: BuildContext,
  { iso, base, folder }: RemasterInput,
  plan: Plan,
  compiled: Compiled,
  changes: ModuleChanges,
  output: string,
): Promise<RootChanges> {
  const { content, boot, kernel, architecture } = base;
  if (content === undefined) throw new TypeError('The base was not inspected at depth content');
  const { modules } = content;
  const carriesSymvers = modules.symversText !== undefined || architecture === 'arm64';
  return makeInitrd({
    run: host.run,
    signal,
    source: await openInitrd(iso, boot.initrdPaths),
    base: content,
    release: kernel.release,
    changes,
    tables: compiled.kernel?.tables ?? modules.builtin,
    isNewKernel: compiled.kernel !== undefined,
    ...(compiled.kernel !== undefined && carriesSymvers
      ? { symvers: compiled.kernel.symversText }
      : {}),
    optionsOf: optionsByModule(plan, requirements),
    configValueOf: (option) => plan.config.get(option),
    folder,
    output,
  });
}

/** The options that a module is there for: those required as modules, and those that changed to `m`. */
function optionsByModule(
  plan: Plan,
  requirements: BuildContext['requirements'],
): (path: string) => readonly string[] {
  const options = new Set([
    ...optionsOf(requirements),
    ...plan.gated.changes.map(({ symbol }) => symbol),
  ]);
  const asModules = [...options].filter((option) => plan.config.get(option) === 'm').sort();
  return (path) => asModules.filter((option) => namesOf(plan, option).includes(moduleName(path)));
}

function describeToolchain({ toolchain, launcher }: KernelInputs): Record<string, string> {
  const { compiler, linker, assembler, make, pahole } = toolchain;
  return {
    compiler: compiler.banner,
    linker: linker.banner,
    assembler: assembler.banner,
    make: make.banner,
    ...(pahole === undefined ? {} : { pahole: pahole.banner }),
    ...(launcher === undefined ? {} : { launcher: launcher.program }),
  };
}

/** The path of the initrd; modules can be added to a single one only. */
function onlyInitrd({ name, boot: { initrdPaths } }: Inspection): string {
  const [only, ...further] = initrdPaths;
  if (only !== undefined && further.length === 0) return only;
  throw new IsoError(
    'BASE_WITH_SEVERAL_INITRDS',
    `${name}: its boot loader loads ${initrdPaths.length} initrds, expected one`,
    {
      hint: 'Modules can be added to a single initrd only: use a minikube ISO as the base.',
      details: { initrds: initrdPaths },
    },
  );
}
