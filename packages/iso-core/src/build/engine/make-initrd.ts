// The new initrd: the base's with the modules that come, without those that go, and with depmod's tables
// over the union.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appendOverlay,
  findModulesFolder,
  formatOverlayRecord,
  makeModuleTables,
  openStaging,
  overlayRecord,
  OVERLAY_RECORD,
  parseModulesOrder,
  readEffectiveInitrd,
  rewriteInitrd,
  stageModule,
  type ByteSource,
  type ModulesStaging,
  type NewEntry,
  type RecordedModule,
} from '../../image/index.js';
import type { InspectedContent, KbuildTables, RootChanges } from '../../inspect/index.js';
import { sha256, withTemporaryFolder, type Runner } from '../../runtime/index.js';
import type { ModuleChanges } from './module-changes.js';

export interface MakeInitrdOptions {
  readonly run: Runner;
  readonly signal: AbortSignal;
  /** The base's initrd, and what it unpacks to. */
  readonly source: ByteSource;
  readonly base: InspectedContent;
  readonly release: string;
  readonly changes: ModuleChanges;
  /** Of the kernel that will boot. */
  readonly tables: KbuildTables;
  /** Whether that kernel is another than the base's: then no table of the base's says anything of it. */
  readonly isNewKernel: boolean;
  /** The new kernel's Module.symvers, where the base carries one and the kernel is another. */
  readonly symvers?: Uint8Array;
  /** The options that each module is there for, by its path below the modules folder. */
  readonly optionsOf: (path: string) => readonly string[];
  readonly configValueOf: (option: string) => string;
  /** A folder of this build alone, on the disk of `output`. */
  readonly folder: string;
  readonly output: string;
}

/** Writes the new initrd and returns what it changes in the root. Errors: those of initrds and depmod. */
export async function makeInitrd(options: MakeInitrdOptions): Promise<RootChanges> {
  const { base, changes, output, source, run, signal, configValueOf } = options;
  const { folder } = base.modules;
  const files = await newFiles(options);
  const goes = [...changes.removed, ...(options.isNewKernel ? oldTables(options, files) : [])];
  const removed = new Set(goes.map((path) => `${folder}/${path}`));
  const common = { source, initrd: base.root, configValueOf, run, output, signal };
  if (removed.size === 0) await appendOverlay({ ...common, files });
  else await rewriteInitrd({ ...common, append: files, drop: (path) => removed.has(path) });
  return { written: digestsOf(files), removed };
}

type NewFile = NewEntry & { readonly type: 'file'; readonly content: Uint8Array };

/** Tables of the base that no new one takes the place of: its depmod knew more, or its kbuild. */
function oldTables({ base, release }: MakeInitrdOptions, files: readonly NewFile[]): string[] {
  const { folder } = base.modules;
  const written = new Set(files.map(({ path }) => path));
  const tables = findModulesFolder(base.root, release)?.tables.keys() ?? [];
  return [...tables].filter((name) => !written.has(`${folder}/${name}`));
}

async function newFiles(options: MakeInitrdOptions): Promise<NewFile[]> {
  const { base, changes, optionsOf } = options;
  const { folder, record } = base.modules;
  const modules = new Map<string, Uint8Array>();
  for (const [path, file] of changes.written) modules.set(path, await readFile(file));
  const recorded: RecordedModule[] = [...modules]
    .map(([path, content]) => ({ path, sha256: sha256(content), options: optionsOf(path) }))
    .filter((module) => module.options.length > 0);
  const kept = new Set(changes.kept);
  const earlier = record?.modules.filter(({ path }) => kept.has(path)) ?? [];
  const tables = await makeTables(options, modules);
  const overlay = overlayRecord([...earlier, ...recorded]);
  const others = new Map<string, Uint8Array>([
    ...tables,
    [OVERLAY_RECORD, Buffer.from(formatOverlayRecord(overlay))],
  ]);
  if (options.symvers !== undefined) others.set('Module.symvers', options.symvers);
  return [...modules, ...others].map(([path, content]) => ({
    type: 'file',
    path: `${folder}/${path}`,
    content,
  }));
}

async function makeTables(
  options: MakeInitrdOptions,
  modules: ReadonlyMap<string, Uint8Array>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { base, changes, release, run, signal, tables, folder } = options;
  return withTemporaryFolder(join(folder, 'depmod'), async (root) => {
    const staging = await openStaging(root, release);
    await stageKept(options, staging);
    for (const [path, content] of modules) await stageModule(staging, path, content);
    const made = await makeModuleTables({
      run,
      staging,
      modules: [...changes.kept, ...modules.keys()],
      orders: [base.modules.builtin.order, tables.order].map(parseModulesOrder),
      builtin: tables.builtin,
      builtinModinfo: tables.modinfo,
      signal,
    });
    return made.files;
  });
}

/** The base's modules lie in its initrd only: they are unpacked once more, for depmod to read. */
async function stageKept(
  { source, base, changes }: MakeInitrdOptions,
  staging: ModulesStaging,
): Promise<void> {
  const prefix = `${base.modules.folder}/`;
  const kept = new Set(changes.kept.map((path) => prefix + path));
  if (kept.size === 0) return;
  await readEffectiveInitrd<true>(source, {
    onFile: (path) => (kept.has(path) ? 'content' : 'skip'),
    take: async ({ path, content }) => {
      await stageModule(staging, path.slice(prefix.length), content);
      return true as const;
    },
  });
}

function digestsOf(files: readonly NewFile[]): Map<string, string> {
  return new Map(files.map(({ path, content }) => [path, sha256(content)]));
}
