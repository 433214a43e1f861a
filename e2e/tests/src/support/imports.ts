// What a compiled module imports.
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import type { UnpackedPackage } from './packages.js';

/** The imports of a package's code and types that neither its files nor its dependencies provide. */
export async function brokenImports({ files, manifest, read }: UnpackedPackage): Promise<string[]> {
  const packages = { ...manifest.dependencies, ...manifest.peerDependencies };
  const isThere = (specifier: string, from: string): boolean => {
    if (isBuiltin(specifier)) return true;
    if (!specifier.startsWith('.')) return packageOf(specifier) in packages;
    const target = posix.join(posix.dirname(from), specifier);
    return files.includes(from.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target);
  };
  const broken: string[] = [];
  for (const file of files.filter((path) => /\.(js|d\.ts)$/.test(path))) {
    for (const { fileName } of ts.preProcessFile(await read(file)).importedFiles) {
      if (!isThere(fileName, file)) broken.push(`${file}: ${fileName}`);
    }
  }
  return broken;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
