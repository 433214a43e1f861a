// Infers the targets of every project that has a minikube-iso.json. Inference never throws: a spec that
// cannot be read is warned about by name, and every other project still loads. Its own project has targets
// all the same, which fail with what is wrong: without them `nx run-many` would be green.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createNodesFromFiles,
  logger,
  type CreateDependencies,
  type CreateNodes,
  type CreateNodesContextV2,
  type CreateNodesResult,
} from '@nx/devkit';
import { producerDependencies } from './inference/producer-dependencies.js';
import {
  FURTHER_SPEC,
  SPEC_FILE,
  summarizeSpec,
  type SpecSummary,
} from './inference/spec-summary.js';
import { targetNames, type TargetContext, type TargetNames } from './inference/target-context.js';
import { targetsFor } from './inference/targets.js';

/** What Nx calls this plugin. Without it Nx 22 sets the name itself, which an ES module does not allow. */
export const name = 'nx-minikube-iso';

/** The plugin's options in nx.json. */
export type NxMinikubeIsoPluginOptions = Partial<TargetNames>;

export const createNodes: CreateNodes<NxMinikubeIsoPluginOptions> = [
  `**/${SPEC_FILE}`,
  async (files, options, context) =>
    createNodesFromFiles(
      (file, given, { workspaceRoot }) => inferProject(file, given ?? {}, workspaceRoot),
      files,
      options,
      context,
    ),
];

/** The name by which Nx 21 and 22 look for `createNodes`. */
export const createNodesV2 = createNodes;

export const createDependencies: CreateDependencies<NxMinikubeIsoPluginOptions> = (
  _options,
  { projects },
) => producerDependencies(projects);

function inferProject(
  file: string,
  options: NxMinikubeIsoPluginOptions,
  workspaceRoot: CreateNodesContextV2['workspaceRoot'],
): CreateNodesResult {
  const projectRoot = dirname(file).split(sep).join('/');
  const context: TargetContext = {
    projectRoot,
    names: targetNames(options),
    furtherSpecs: furtherSpecs(join(workspaceRoot, projectRoot)),
    pluginInputs: pluginInputs(workspaceRoot),
  };
  const targets = targetsOf(file, workspaceRoot, context);
  return { projects: { [projectRoot]: { ...projectName(projectRoot, workspaceRoot), targets } } };
}

function targetsOf(
  file: string,
  workspaceRoot: string,
  context: TargetContext,
): ReturnType<typeof targetsFor> {
  try {
    return targetsFor(summarizeSpec(readFileSync(join(workspaceRoot, file), 'utf8')), context);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    logger.warn(`nx-minikube-iso: ${file} is not right, its tasks will fail: ${reason}`);
    return targetsFor(summarizeSpec('{}'), context);
  }
}

/** One that cannot be read is left out: a build by it fails before it reads any other file. */
function furtherSpecs(folder: string): SpecSummary[] {
  const names = readdirSync(folder).filter((file) => FURTHER_SPEC.test(file));
  return names.sort().flatMap((file) => {
    try {
      return summarizeSpec(readFileSync(join(folder, file), 'utf8'));
    } catch {
      return [];
    }
  });
}

/** A folder that holds nothing but a spec is a project too, named for the folder. */
function projectName(projectRoot: string, workspaceRoot: string): { name?: string } {
  const folder = join(workspaceRoot, projectRoot);
  const named = ['project.json', 'package.json'].some((file) => existsSync(join(folder, file)));
  return named ? {} : { name: projectRoot.split('/').at(-1) ?? projectRoot };
}

/** Nx does not hash a local plugin's source by itself, and knows an installed one as a package. */
function pluginInputs(workspaceRoot: string): TargetContext['pluginInputs'] {
  const here = relative(workspaceRoot, fileURLToPath(import.meta.url));
  const isInWorkspace = !here.startsWith('..') && !here.split(sep).includes('node_modules');
  return isInWorkspace
    ? [{ input: 'production', projects: ['nx-minikube-iso', 'iso-core'] }]
    : [{ externalDependencies: ['nx-minikube-iso'] }];
}
