// The target that builds the ISO of one architecture: which files it reads, which it writes, and what must
// run before it.
import { isAbsolute, posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { SPEC_FILE, type LocalFile, type SpecSummary } from './spec-summary.js';
import type { Dependency, Input, TargetContext } from './target-context.js';

export function buildTarget(
  spec: SpecSummary,
  architecture: SpecSummary['architectures'][number],
  context: TargetContext,
): TargetConfiguration {
  const files = [spec.bases[architecture], spec.kernelSource].filter((file) => file !== undefined);
  const inputs: Input[] = [`{projectRoot}/${SPEC_FILE}`, { env: 'SOURCE_DATE_EPOCH' }];
  const dependsOn: Dependency[] = [];
  for (const file of files) {
    inputs.push(...fileInputs(file, context.projectRoot));
    const producer = producerOf(file);
    if (producer !== undefined && !dependsOn.some((known) => sameDependency(known, producer))) {
      dependsOn.push(producer);
    }
  }
  const folder = posix.join('{workspaceRoot}/dist', context.projectRoot, 'iso');
  return {
    executor: 'nx-minikube-iso:build-iso',
    options: { spec: posix.join(context.projectRoot, SPEC_FILE), architecture },
    // A file that Nx can neither hash nor trace to a task could change unseen.
    cache: files.every((file) => isHashed(file, context.projectRoot)),
    inputs: [...unique(inputs), ...context.pluginInputs],
    outputs: ['iso', 'iso.sha256', 'manifest.json', 'build.json'].map(
      (suffix) => `${folder}/${spec.outputName}-${architecture}.${suffix}`,
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

/** `file` relative to the workspace, or undefined when it lies outside. */
function workspacePath(file: LocalFile, projectRoot: string): string | undefined {
  if (isAbsolute(file.path)) return undefined;
  const path = posix.join(projectRoot, file.path);
  return path === '..' || path.startsWith('../') ? undefined : path;
}

function isHashed(file: LocalFile, projectRoot: string): boolean {
  return (
    file.pinned || file.producedBy !== undefined || workspacePath(file, projectRoot) !== undefined
  );
}

function fileInputs(file: LocalFile, projectRoot: string): Input[] {
  const path = workspacePath(file, projectRoot);
  if (file.producedBy !== undefined) {
    // Everything that the producer writes beside the file counts: a lab's kernel source is described there.
    const folder = path === undefined ? '' : `${posix.dirname(path)}/`;
    return [{ dependentTasksOutputFiles: `${folder}**/*` }];
  }
  return path === undefined ? [] : [`{workspaceRoot}/${path}`, `{workspaceRoot}/${path}/**/*`];
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
