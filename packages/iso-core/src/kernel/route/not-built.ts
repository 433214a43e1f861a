// Proof that a file of the source plays no part in what the base consists of: nothing compiles it, and
// nothing that is compiled includes it. Without a proof a file counts as part of the base.
import { posix } from 'node:path';
import type { KbuildModel } from './kbuild-model.js';
import { makefileLines } from './makefile/index.js';
import { isMakefile, objectNames } from './mentions.js';
import type { SourceIndex } from './source-index.js';

export interface ProofContext {
  readonly index: SourceIndex;
  /** What is built with the options that are asked for. */
  readonly model: KbuildModel;
  /** Modules that the base does not have. */
  readonly newModules: ReadonlySet<string>;
  readonly read: (path: string) => string | undefined;
}

/** Compiled from other folders by pattern rules, or read by every file without being included. */
const NEVER_PROVEN =
  /^(?:arch|lib|scripts|usr|certs|init)\/|^include\/linux\/(?:kconfig|compiler.*)\.h$|\.(?:rs|sh|pl|py)$/;

/** What a makefile's lists of objects can be put together with. */
const UNREADABLE = /^\s*-?include\b|\$[({](?:addprefix|patsubst|foreach|eval|shell|wildcard)\b/m;

/** Whether `path` is proven to be no part of the base. */
export function isNoPartOfBase(path: string, context: ProofContext): boolean {
  const seen = new Set<string>();
  const open = [path];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (isMakefile(file)) {
      if (!isMakefileOfNewModulesOnly(file, context)) return false;
      continue;
    }
    if (NEVER_PROVEN.test(file) || !/\.[chS]$/.test(file)) return false;
    if (/\.[cS]$/.test(file) && !isNotCompiledForBase(file, context)) return false;
    for (const other of context.index.naming(posix.basename(file))) {
      // A makefile that names a file does something of its own with it.
      if (isMakefile(other)) return false;
      open.push(other);
    }
  }
  return true;
}

/** A makefile counts as long as anything of its folder is in the base, or could be. */
function isMakefileOfNewModulesOnly(path: string, context: ProofContext): boolean {
  const { model, newModules } = context;
  const folder = posix.dirname(path);
  if (NEVER_PROVEN.test(path) || !/\/(?:Kbuild|Makefile)$/.test(path)) return false;
  if (mayBeIncluded(folder, context) || model.unsureFolders.has(folder)) return false;
  for (const entered of model.folders) if (entered.startsWith(`${folder}/`)) return false;
  for (const [object, owners] of model.objects) {
    if (posix.dirname(object) !== folder) continue;
    if ([...owners].some((owner) => !newModules.has(owner))) return false;
  }
  return true;
}

/** Whether a makefile further up includes makefiles: then a folder counts that is never entered. */
function mayBeIncluded(folder: string, { read }: ProofContext): boolean {
  for (let above = posix.dirname(folder); above !== '.'; above = posix.dirname(above)) {
    const texts = [read(`${above}/Kbuild`), read(`${above}/Makefile`)];
    if (texts.some((text) => /^\s*-?include\b/m.test(text ?? ''))) return true;
  }
  return false;
}

/** Whether the object of a source file is in new modules alone, or listed but off. */
function isNotCompiledForBase(path: string, context: ProofContext): boolean {
  const { model, newModules } = context;
  const object = path.replace(/\.[cS]$/, '');
  const owners = model.objects.get(object);
  if (owners !== undefined && [...owners].some((owner) => !newModules.has(owner))) return false;
  const folder = posix.dirname(path);
  if (model.unsureFolders.has(folder)) return false;
  return (
    !isNamedElsewhere(object, context) && isListedOnly(folder, posix.basename(object), context)
  );
}

/** Whether a makefile of another folder names the object by a path, or by one that is not known. */
function isNamedElsewhere(object: string, { index, read }: ProofContext): boolean {
  const name = posix.basename(object);
  return index.naming(`${name}.o`).some((file) => {
    const folder = posix.dirname(file);
    if (!isMakefile(file) || folder === posix.dirname(object)) return false;
    const paths = objectNames(read(file) ?? '').filter((path) => path.endsWith(`/${name}`));
    return paths.some((path) => path.startsWith('/') || posix.join(folder, path) === object);
  });
}

/**
 * Whether a folder's makefile names an object in lists alone, `obj-…` or the parts of an object that
 * stands in one, so that an object the model does not have is known to be off.
 */
function isListedOnly(folder: string, name: string, { read }: ProofContext): boolean {
  const text = read(`${folder}/Kbuild`) ?? read(`${folder}/Makefile`);
  if (text === undefined || UNREADABLE.test(text)) return false;
  const lines = makefileLines(text).map((line) => line.text);
  const listed = new Set(lines.filter((line) => line.startsWith('obj-')).flatMap(objectNames));
  const naming = lines.filter((line) => objectNames(line).includes(name) || names(line, name));
  return (
    naming.length > 0 &&
    naming.every((line) => {
      const stem = /^([\w.+-]+?)-(?:objs|y|m|\$[({][^)}]+[)}])(?:-\S*)?\s*(?::{0,3}=|\+=)/.exec(
        line,
      )?.[1];
      return stem !== undefined && (stem === 'obj' || listed.has(stem));
    })
  );
}

function names(line: string, name: string): boolean {
  return line.includes(`${name}.c`) || line.includes(`${name}.S`);
}
