// The tables by which modprobe finds modules, made by kmod's own depmod over all modules that the
// new root will have. They replace the base's, every one of them.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IsoError, type Command, type Runner } from '../../runtime/index.js';
import { isTable } from './find-modules.js';
import { keepOnly, type ModulesStaging } from './staging.js';
import { formatLines, mergeModulesOrder, parseModulesDep } from './tables.js';

export interface ModuleTablesOptions {
  readonly run: Runner;
  /** Has every one of `modules`; what else is in it is taken away. */
  readonly staging: ModulesStaging;
  /** The union, by path below the modules folder. */
  readonly modules: readonly string[];
  /** modules.order of the base, then of what was built. */
  readonly orders: readonly (readonly string[])[];
  /** modules.builtin and modules.builtin.modinfo of the kernel that will boot. */
  readonly builtin: Uint8Array | string;
  readonly builtinModinfo?: Uint8Array | string;
  /** Module.symvers of that kernel: symbols that nothing provides are then warned of. */
  readonly symvers?: string;
  readonly signal?: AbortSignal;
}

export interface ModuleTables {
  /** All tables, by name (`modules.dep`), sorted. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What depmod warned of. */
  readonly warnings: readonly string[];
}

/**
 * Runs depmod over the staged modules. The same modules give the same bytes, in any folder.
 * Errors: `DEPMOD_FAILED`, `DEPMOD_INCOMPLETE`, `MODULE_NOT_STAGED`, those of the runner.
 */
export async function makeModuleTables(options: ModuleTablesOptions): Promise<ModuleTables> {
  const { run, staging, modules, signal } = options;
  await keepOnly(staging, modules);
  const inputs: Record<string, Uint8Array | string> = {
    'modules.order': formatLines(mergeModulesOrder(options.orders, modules)),
    'modules.builtin': options.builtin,
    'modules.builtin.modinfo': options.builtinModinfo ?? '',
  };
  for (const [name, content] of Object.entries(inputs)) {
    await writeFile(join(staging.folder, name), content);
  }
  const command = depmodCommand(staging, options.symvers);
  const { stderr } = await run(command, signal === undefined ? {} : { signal });
  const said = stderr
    .replaceAll(`${staging.root}/`, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const failure = said.find((line) => /^depmod: (ERROR|FATAL)/.test(line));
  if (failure !== undefined) throw failed(failure);
  const files = await readTables(staging.folder);
  checkComplete(files, modules);
  return { files, warnings: said };
}

/** depmod for a staged root. No configuration of this machine has a say in the order of search. */
export function depmodCommand(staging: ModulesStaging, symvers?: string): Command {
  // depmod 30 crashes on a relative path after -C.
  const args = ['-b', staging.root, '-C', '/dev/null'];
  if (symvers !== undefined) args.push('-e', '-E', symvers);
  return { file: 'depmod', args: [...args, staging.release] };
}

async function readTables(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of (await readdir(folder)).filter(isTable).sort()) {
    files.set(name, await readFile(join(folder, name)));
  }
  return files;
}

// depmod steps over files in silence whose compression it was not built for.
function checkComplete(files: ReadonlyMap<string, Uint8Array>, modules: readonly string[]): void {
  const known = parseModulesDep(Buffer.from(files.get('modules.dep') ?? []).toString());
  const missing = modules.filter((path) => !known.has(path));
  if (missing.length === 0) return;
  throw new IsoError(
    'DEPMOD_INCOMPLETE',
    `depmod left out ${missing.length} of ${modules.length} modules: ${missing.slice(0, 5).join(', ')}`,
    {
      hint: 'Packed modules need a depmod that reads them: install a newer kmod.',
      details: { missing },
    },
  );
}

function failed(line: string): IsoError {
  return new IsoError('DEPMOD_FAILED', `depmod could not read all modules: ${line}`, {
    hint: 'A module is damaged: fetch the base ISO again, or build from a clean tree.',
    details: { line },
  });
}
