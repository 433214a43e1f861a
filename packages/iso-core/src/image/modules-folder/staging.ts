// A folder that stands for a root while depmod looks at it: the modules of one release and nothing
// else, under names that cannot lead out of it.
import { copyFile, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainingWrites, IsoError } from '../../runtime/index.js';
import { checkModulePath, checkRelease } from './module-path.js';

/** The modules of `release`, gathered below `root`. */
export interface ModulesStaging {
  readonly release: string;
  /** For depmod's --basedir. */
  readonly root: string;
  /** The modules folder itself. */
  readonly folder: string;
}

/**
 * Prepares `root`, an empty folder, for modules. depmod looks for them in `lib/modules` or in
 * `usr/lib/modules`, as its builder chose; both are one here.
 */
export async function openStaging(root: string, release: string): Promise<ModulesStaging> {
  checkRelease(release);
  const folder = join(root, 'usr/lib/modules', release);
  await explainingWrites(folder, async () => {
    await mkdir(folder, { recursive: true });
    await symlink('usr/lib', join(root, 'lib'));
  });
  return { release, root, folder };
}

/** Puts a module at `path` (below the modules folder), over one that is there. */
export async function stageModule(
  staging: ModulesStaging,
  path: string,
  content: Uint8Array | { readonly file: string },
): Promise<void> {
  checkModulePath(path);
  const target = join(staging.folder, path);
  await explainingWrites(target, async () => {
    await mkdir(dirname(target), { recursive: true });
    if (content instanceof Uint8Array) await writeFile(target, content);
    else await copyFile(content.file, target);
  });
}

/** Takes away what is not among `modules`; `MODULE_NOT_STAGED` if one of them is missing. */
export async function keepOnly(staging: ModulesStaging, modules: readonly string[]): Promise<void> {
  const wanted = new Set(modules);
  const entries = await readdir(staging.folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const absolute = join(entry.parentPath, entry.name);
    const path = absolute.slice(staging.folder.length + 1);
    if (!wanted.delete(path)) await rm(absolute);
  }
  const [missing] = wanted;
  if (missing === undefined) return;
  throw new IsoError('MODULE_NOT_STAGED', `${missing} is to be in the tables and is not there`, {
    hint: 'This is a bug: every module of the union has to be staged first.',
    details: { missing: [...wanted] },
  });
}
