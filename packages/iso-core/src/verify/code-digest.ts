// What this package is made of: another state of its code may come to another verdict, also where it has
// no other version, as in its own repository.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestOf, sha256 } from '../runtime/index.js';

let known: string | undefined;

/** Of all files of the package that are run: its modules and its probes. */
export function codeDigest(): string {
  // One level up from verify/ are src/ or dist/; two are the package.
  known ??= digestOf(
    ['../', '../../probes/'].map((folder) => filesOf(new URL(folder, import.meta.url))),
  );
  return known;
}

function filesOf(folder: URL): string[][] {
  const path = fileURLToPath(folder);
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|js|sh|awk)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => [file.slice(path.length), sha256(readFileSync(file))]);
}
