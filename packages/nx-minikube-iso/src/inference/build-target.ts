// The target that builds the ISO of one architecture: which files it reads, which it writes, and what must
// run before it.
import { isAbsolute, posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { SPEC_FILE, type LocalFile, type SpecSummary } from './spec-summary.js';
import { SPEC_INPUTS, type Dependency, type Input, type TargetContext } from './target-context.js';

export function buildTarget(
  spec: SpecSummary,
  architecture: SpecSummary['architectures'][number],
  context: TargetContext,
): TargetConfiguration {
  const specs = [spec, ...context.furtherSpecs];
  const files = specs
    .flatMap(({ bases, kernelSource }) => [bases[architecture], kernelSource])
    .filter((file) => file !== undefined);
  const inputs: Input[] = [...SPEC_INPUTS, { env: 'SOURCE_DATE_EPOCH' }];
  const dependsOn: Dependency[] = [];
  for (const file of files) {
    inputs.push(...fileInputs(file, context.projectRoot));
    const producer = producerOf(file);
    if (producer !== undefined && !dependsOn.some((known) => sameDependency(known, producer))) {
      dependsOn.push(producer);
    }
  }
  const names = [...new Set(specs.map(({ outputName }) => outputName))];
  return {
    executor: 'nx-minikube-iso:build-iso',
    options: {
      spec: posix.join(context.projectRoot, SPEC_FILE),
      architecture,
      outputPath: posix.join('dist', context.projectRoot, 'iso'),
    },
    // Another file could change unseen: Nx hashes none that git ignores, as it does most ISOs.
    cache: files.every(({ pinned, producedBy }) => pinned || producedBy !== undefined),
    inputs: [...unique(inputs), ...context.pluginInputs],
    outputs: names.flatMap((name) =>
      ['iso', 'iso.sha256', 'manifest.json', 'build.json'].map(
        (suffix) => `{options.outputPath}/${name}-{options.architecture}.${suffix}`,
      ),
    ),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    metadata: {
      technologies: ['minikube'],
      description: `Builds the minikube ISO (${architecture}) that ${SPEC_FILE} describes`,
      help: {
        command: `npx nx run ${posix.basename(context.projectRoot)}:${context.names.buildTargetName} --help`,
        example: { options: { jobs: 4 } },
      },
    },
  };
}

/**
 * Of a produced file everything that is written beside it counts: a lab's kernel source is described there. Any
 * other one is hashed where git has it, and a change to it touches the ISO; a kernel source may be a folder.
 */
function fileInputs({ path, producedBy }: LocalFile, projectRoot: string): Input[] {
  const file = isAbsolute(path) ? undefined : workspaceFile(posix.join(projectRoot, path));
  if (producedBy !== undefined) {
    const folder = file === undefined ? '' : `${posix.dirname(file)}/`;
    return [{ dependentTasksOutputFiles: `${folder}**/*` }];
  }
  return file === undefined ? [] : [`{workspaceRoot}/${file}`, `{workspaceRoot}/${file}/**/*`];
}

/** Undefined outside of the workspace, and where Nx would take the path for a glob. */
function workspaceFile(path: string): string | undefined {
  const isOutside = path === '..' || path.startsWith('../');
  return isOutside || /[*?!(){}[\]]/.test(path) ? undefined : path.replace(/\/$/, '');
}

function producerOf(file: LocalFile): Dependency | undefined {
  const parts = file.producedBy?.split(':');
  if (parts === undefined) return undefined;
  const [project, target] = parts;
  if (parts.length !== 2 || !project || !target) {
    throw new Error(
      `"producedBy": expected project:target, found ${JSON.stringify(file.producedBy)}`,
    );
  }
  return { projects: [project], target };
}

function sameDependency(one: Dependency, other: Dependency): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function unique(inputs: readonly Input[]): Input[] {
  const seen = new Set<string>();
  return inputs.filter((input) => {
    const text = JSON.stringify(input);
    return seen.has(text) ? false : (seen.add(text), true);
  });
}
