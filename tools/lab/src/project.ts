// Where the lab's own files are, and where what it makes goes.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// One level up from both src/ and dist/.
const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const WORKSPACE = join(PROJECT, '..', '..');

/** A file of config/, boot/ or root/ of this project. */
export function bootFile(name: string): string {
  return join(PROJECT, 'boot', name);
}
export function fragmentFile(name: string): string {
  return join(PROJECT, 'config', `${name}.config`);
}
export function initFile(): string {
  return join(PROJECT, 'root', 'init');
}
export function foreignModuleFolder(): string {
  return join(PROJECT, 'foreign-module');
}

/** The base ISO of a variant: `dist/tools/lab/<variant>/base.iso` of the workspace. */
export function baseIsoFile(variant: string): string {
  return join(WORKSPACE, 'dist/tools/lab', variant, 'base.iso');
}
