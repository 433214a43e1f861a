// Removes from dist/ of a package what no source in src/ makes any more: `tsc --build` leaves the output
// of a source that was removed or renamed, and `npm pack` would ship it; and of a package that was not
// built it would ship nothing, without a word. Each package's `prepack` script.
// Usage: node drop-stale-output.mjs [package folder]
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const UNBUILT = /\.(spec|testing)\.ts$/;

/** The sources, relative to src/, of which one has to exist for a file of dist/ to be wanted. */
export function sourcesOf(output) {
  const stem = output.replace(/(\.d\.ts|\.js)$/, '');
  return stem === output ? [output] : [`${stem}.ts`];
}

/** The files of dist/, relative to it, that none of the given sources makes. */
export function staleOutputs(outputs, sources) {
  const built = new Set(sources.filter((source) => !UNBUILT.test(source)));
  return outputs.filter(
    (output) =>
      !output.endsWith('.tsbuildinfo') && !sourcesOf(output).some((source) => built.has(source)),
  );
}

/** All files below a folder, relative to it, with `/` between the parts. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll('\\', '/'));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? '.');
  const dist = join(folder, 'dist');
  if (!existsSync(join(dist, 'index.js'))) {
    process.stderr.write(
      `${dist} has not been built, and the package would be empty: run npx nx run-many -t build\n`,
    );
    process.exit(1);
  }
  for (const path of staleOutputs(filesBelow(dist), filesBelow(join(folder, 'src')))) {
    rmSync(join(dist, path));
    process.stderr.write(`removed ${join(dist, path)}: no source makes it any more\n`);
  }
}
