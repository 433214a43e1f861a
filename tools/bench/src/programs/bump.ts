// A whole bump to what was published last, but for the writing, as a process of its own: `node bump.js REPOSITORY`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bumpIso, formatError } from 'iso-core';
import type { BumpFacts } from './facts.js';

async function main([workspaceRoot = '']: readonly string[]): Promise<BumpFacts> {
  const read = (file: string) => {
    const path = join(workspaceRoot, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const { moves } = await bumpIso({
    workspaceRoot,
    specPath: join(workspaceRoot, 'minikube-iso.json'),
    publishedFolder: join(workspaceRoot, 'dist/published'),
    files: {
      read,
      namesIn: (folder) => readdirSync(join(workspaceRoot, folder)),
      matching: async () => [],
      expectWritable: () => undefined,
    },
    overrides: { offline: true },
  });
  return { urls: moves.map(({ to }) => to) };
}

main(process.argv.slice(2)).then(
  (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`),
  (error: unknown) => {
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = 1;
  },
);
