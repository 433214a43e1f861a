// Reads a manifest back. Whoever wrote it, what it says is a claim; proof comes from the ISO's bytes.
import { openFile } from '../image/bytes/index.js';
import { moduleName } from '../image/modules-folder/index.js';
import { IsoError, isIsoError } from '../runtime/index.js';
import type { ModulesOfOption } from './facts.js';
import { manifestSchema, type Manifest } from './manifest.js';
import { wellKnownModules } from './module-names.js';

/** A manifest names every file that a build wrote; minikube's kernel has some hundred modules. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The manifest at `path`, or undefined when there is none. Errors: `MANIFEST_INVALID`, those of `openFile`. */
export async function readManifest(path: string): Promise<Manifest | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a manifest'}`);
}

/** The modules of the options that a manifest names, where their names are not well known. */
export function modulesOfManifest({ requirements }: Manifest): ModulesOfOption {
  const modules = new Map<string, string[]>();
  for (const { option, module } of requirements.flatMap(({ options }) => options)) {
    if (module === undefined || wellKnownModules(option) !== undefined) continue;
    modules.set(option, [...new Set([...(modules.get(option) ?? []), moduleName(module)])]);
  }
  return (option) => modules.get(option);
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const source = await openFile(path);
    try {
      if (source.size > MOST_BYTES) throw invalid(path, `${source.size} bytes are too many`);
      return Buffer.from(await source.read(0, source.size)).toString('utf8');
    } finally {
      await source.close();
    }
  } catch (error) {
    if (isIsoError(error, 'FILE_NOT_FOUND')) return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(path: string, problem: string): IsoError {
  return new IsoError('MANIFEST_INVALID', `${path} is no manifest of an ISO: ${problem}`, {
    hint: 'Build the ISO again; its manifest is written with it.',
    details: { path },
  });
}
