// The plugin in a process of its own, as Nx without its daemon has it: loaded over @nx/devkit, and once asked for
// the projects of a workspace. `node infer.js PLUGIN WORKSPACE`.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { timed } from '../measure/stopwatch.js';
import type { InferenceFacts } from './facts.js';

/** What Nx calls of a plugin. */
interface Plugin {
  readonly createNodes: readonly [
    glob: string,
    infer: (files: readonly string[], options: object, context: object) => Promise<Nodes>,
  ];
  readonly createDependencies: (options: object, context: object) => unknown;
}

type Nodes = readonly (readonly [file: string, { readonly projects: object }])[];

async function main([plugin = '', workspaceRoot = '']: readonly string[]): Promise<InferenceFacts> {
  await import(pathToFileURL(createRequire(plugin).resolve('@nx/devkit')).href);
  const loading = await timed(() => import(pathToFileURL(plugin).href) as Promise<Plugin>);
  const files = readdirSync(join(workspaceRoot, 'projects')).map((folder) =>
    join('projects', folder, 'minikube-iso.json'),
  );
  const inferring = await timed(() => infer(loading.value, files, workspaceRoot));
  return {
    loadingSeconds: loading.seconds,
    inferringSeconds: inferring.seconds,
    projects: inferring.value,
  };
}

/** How many projects there are. */
async function infer(plugin: Plugin, files: readonly string[], workspaceRoot: string) {
  const { createNodes, createDependencies } = plugin;
  const nodes = await createNodes[1](files, {}, { workspaceRoot, nxJsonConfiguration: {} });
  const projects = Object.assign({}, ...nodes.map(([, result]) => result.projects)) as object;
  createDependencies({}, { projects });
  return Object.keys(projects).length;
}

main(process.argv.slice(2)).then(
  (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
