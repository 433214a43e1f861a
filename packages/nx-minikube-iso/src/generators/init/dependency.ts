// The plugin among the dependencies of the workspace.
import { readFileSync } from 'node:fs';
import { parseJson, type Tree } from '@nx/devkit';
import { setJson } from '../json/edit.js';

const SECTIONS = ['dependencies', 'devDependencies'] as const;

type Dependencies = Partial<Record<(typeof SECTIONS)[number], Record<string, string>>>;

/**
 * Puts this version into the devDependencies; the version that is there stays unless `keep` is false. A
 * workspace without package.json has its plugins in nx.json, where Nx itself writes them.
 */
export function addDependency(tree: Tree, keep: boolean): void {
  const text = tree.read('package.json', 'utf8');
  if (text === null) return;
  const { name, version } = ownPackage();
  const there = parseJson<Dependencies>(text);
  const section = SECTIONS.find((each) => there[each]?.[name] !== undefined);
  if (section !== undefined && keep) return;
  const path = 'package.json';
  const keys = [section ?? 'devDependencies', name];
  tree.write(path, setJson({ path, text }, keys, `^${version}`));
}

function ownPackage(): { readonly name: string; readonly version: string } {
  const file = new URL('../../../package.json', import.meta.url);
  return parseJson(readFileSync(file, 'utf8'));
}
