// The target that publishes the ISO of one architecture.
import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { SPEC_FILE, type SpecSummary } from './spec-summary.js';
import { targetNameFor, type TargetContext } from './target-context.js';

export function publishTarget(
  spec: SpecSummary,
  architecture: SpecSummary['architectures'][number],
  { projectRoot, names }: TargetContext,
): TargetConfiguration {
  return {
    executor: 'nx-minikube-iso:publish-iso',
    options: { spec: posix.join(projectRoot, SPEC_FILE), architecture },
    dependsOn: [targetNameFor(spec, names.verifyTargetName, architecture)],
    // What is in a bucket is known only by looking.
    cache: false,
    outputs: [
      `{workspaceRoot}/${posix.join('dist', projectRoot, 'publish')}/publication-${architecture}.json`,
    ],
    metadata: {
      technologies: ['minikube'],
      description: `Publishes the minikube ISO (${architecture}) under a name that is never used again`,
      help: {
        command: `npx nx run ${posix.basename(projectRoot)}:${names.publishTargetName} --help`,
        example: { options: { dryRun: true } },
      },
    },
  };
}
