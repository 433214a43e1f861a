// Compares two ISOs by what they hold: kernel options, modules, files and sizes.
import {
  compareInitrds,
  openIso,
  sha256OfSource,
  type ByteSource,
  type EffectiveEntry,
  type IsoEntry,
  type IsoImage,
} from '../../image/index.js';
import { compareConfigs } from '../../kernel/index.js';
import { inStep, sha256, silentProgress, type Progress } from '../../runtime/index.js';
import { inspectIso } from '../inspect-iso.js';
import type { Depth, InspectedContent, Inspection } from '../inspection.js';
import { compareFiles, type ComparedFile } from './compare-files.js';
import {
  DIFF_VERSION,
  type DiffFile,
  type DiffSide,
  type FileChanges,
  type IsoDiff,
} from './diff.js';

export interface DiffOptions {
  readonly depth: Depth;
  readonly progress?: Progress | undefined;
}

/**
 * What differs in `to` from `from`, both of which stay open. At depth `kernel` only the kernels are
 * read. Errors: those of `inspectIso`.
 */
export async function diffIsos(
  from: ByteSource,
  to: ByteSource,
  { depth, progress = silentProgress }: DiffOptions,
): Promise<IsoDiff> {
  const before = await look(from, depth, progress);
  const after = await look(to, depth, progress);
  return {
    diffVersion: DIFF_VERSION,
    depth,
    from: before.side,
    to: after.side,
    options: diffOptions(before.inspection, after.inspection),
    ...diffContents(before, after),
  };
}

interface Looked {
  readonly inspection: Inspection;
  readonly side: DiffSide;
  readonly isoFiles: ReadonlyMap<string, ComparedFile>;
}

async function look(source: ByteSource, depth: Depth, progress: Progress): Promise<Looked> {
  return inStep(progress, `Inspect ${source.name}`, async () => {
    const inspection = await inspectIso(source, { depth });
    if (depth === 'kernel') return { inspection, side: sideOf(inspection), isoFiles: new Map() };
    const isoFiles = await filesOf(await openIso(source));
    const digest = await sha256OfSource(source);
    return { inspection, side: { ...sideOf(inspection), sha256: digest }, isoFiles };
  });
}

function sideOf({ name, size, architecture, volumeId, kernel, content }: Inspection): DiffSide {
  const { release, sha256: kernelSha256, configText } = kernel;
  return {
    name,
    size,
    architecture,
    volumeId,
    kernel: {
      release,
      size: kernel.size,
      sha256: kernelSha256,
      configSha256: sha256(configText),
    },
    ...(content === undefined
      ? {}
      : { initrd: { size: content.initrdSize, unpackedSize: content.unpackedSize } }),
  };
}

function diffOptions(from: Inspection, to: Inspection): IsoDiff['options'] {
  const changes = compareConfigs(from.kernel.config, to.kernel.config);
  return {
    added: changes
      .filter(({ before }) => before === 'n')
      .map(({ symbol, after }) => ({ option: symbol, value: after })),
    removed: changes
      .filter(({ after }) => after === 'n')
      .map(({ symbol, before }) => ({ option: symbol, value: before })),
    changed: changes
      .filter(({ before, after }) => before !== 'n' && after !== 'n')
      .map(({ symbol, before, after }) => ({ option: symbol, before, after })),
  };
}

function diffContents(
  from: Looked,
  to: Looked,
): Pick<IsoDiff, 'modules' | 'rootFiles' | 'isoFiles'> {
  const [before, after] = [from.inspection.content, to.inspection.content];
  if (before === undefined || after === undefined) return {};
  return {
    modules: compareFiles(modulesOf(before), modulesOf(after)),
    rootFiles: diffRoots(before, after),
    isoFiles: compareFiles(from.isoFiles, to.isoFiles),
  };
}

/** By their path below the modules folder, so that modules of another release are compared as well. */
function modulesOf({ modules, root }: InspectedContent): Map<string, ComparedFile> {
  return new Map(
    modules.found.map(({ path, sha256: digest }) => {
      const size = root.entries.get(`${modules.folder}/${path}`)?.size ?? 0;
      return [
        path,
        { file: { path, type: 'file', size, sha256: digest }, facts: { sha256: digest } },
      ];
    }),
  );
}

function diffRoots(before: InspectedContent, after: InspectedContent): FileChanges {
  const modules = new Set(
    [before, after].flatMap((content) =>
      content.modules.found.map(({ path }) => `${content.modules.folder}/${path}`),
    ),
  );
  const result: FileChanges = { added: [], removed: [], changed: [] };
  const isModule = (path: string) => modules.has(path);
  for (const { path, what } of compareInitrds(before.root, after.root, isModule)) {
    const [old, now] = [before.root.entries.get(path), after.root.entries.get(path)];
    if (old !== undefined && now !== undefined) {
      result.changed.push({
        path,
        what: what.map((fact) => (fact === 'linkTarget' ? 'target' : fact)),
        before: rootFile(old),
        after: rootFile(now),
      });
    } else if (now !== undefined) result.added.push(rootFile(now));
    else if (old !== undefined) result.removed.push(rootFile(old));
  }
  return result;
}

function rootFile(entry: EffectiveEntry): DiffFile {
  const { path, type, size, permissions, sha256: digest, linkTarget } = entry;
  return {
    path,
    type,
    size,
    permissions: permissions.toString(8),
    ...(digest === undefined ? {} : { sha256: digest }),
    ...(linkTarget === undefined ? {} : { target: linkTarget }),
  };
}

async function filesOf(iso: IsoImage): Promise<Map<string, ComparedFile>> {
  const files = new Map<string, ComparedFile>();
  for await (const entry of iso.entries()) files.set(entry.path, await isoFile(iso, entry));
  return files;
}

async function isoFile(iso: IsoImage, entry: IsoEntry): Promise<ComparedFile> {
  const { path, kind, size, mode, target, unreadable } = entry;
  const isRead = kind === 'file' && unreadable === undefined;
  const digest = isRead ? await sha256OfSource(iso.open(entry)) : undefined;
  const file: DiffFile = {
    path,
    type: kind,
    // A directory's is that of its records: it says nothing of what lies in it.
    size: kind === 'directory' ? 0 : size,
    ...(mode === undefined ? {} : { permissions: (mode & 0o7777).toString(8) }),
    ...(digest === undefined ? {} : { sha256: digest }),
    ...(target === undefined ? {} : { target }),
  };
  const { type, permissions } = file;
  return { file, facts: { type, size: file.size, permissions, sha256: digest, target } };
}
