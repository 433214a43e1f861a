// The target that lists what is published, of all architectures.
import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { SPEC_FILE } from './spec-summary.js';
import type { TargetContext } from './target-context.js';

export function listTarget({ projectRoot, names }: TargetContext): TargetConfiguration {
  return {
    executor: 'nx-minikube-iso:list-isos',
    options: { spec: posix.join(projectRoot, SPEC_FILE) },
    // What is in a bucket is known only by looking.
    cache: false,
    metadata: {
      technologies: ['minikube'],
      description: 'Lists the minikube ISOs that are published in the bucket',
      help: {
        command: `npx nx run ${posix.basename(projectRoot)}:${names.listTargetName} --help`,
        example: { options: { json: 'dist/published.json' } },
      },
    },
  };
}
