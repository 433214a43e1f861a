// The target that verifies the ISO of one architecture.
import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { SPEC_FILE, type SpecSummary } from './spec-summary.js';
import { SPEC_INPUTS, targetNameFor, type TargetContext } from './target-context.js';

export function verifyTarget(
  spec: SpecSummary,
  architecture: SpecSummary['architectures'][number],
  { projectRoot, names, pluginInputs }: TargetContext,
): TargetConfiguration {
  const folder = posix.join('{workspaceRoot}/dist', projectRoot, 'verify');
  return {
    executor: 'nx-minikube-iso:verify-iso',
    options: { spec: posix.join(projectRoot, SPEC_FILE), architecture },
    dependsOn: [targetNameFor(spec, names.buildTargetName, architecture)],
    // Another ISO or a URL may be given on the command line and has to be looked at afresh each time. The
    // executor itself keeps the verdicts on the project's own ISO, by its digest.
    cache: false,
    inputs: [...SPEC_INPUTS, ...pluginInputs],
    outputs: ['json', 'html', 'probes.sh'].map(
      (suffix) => `${folder}/${spec.outputName}-${architecture}.${suffix}`,
    ),
    metadata: {
      technologies: ['minikube'],
      description: `Verifies the minikube ISO (${architecture}): reads it, boots it, measures what it can do`,
      help: {
        command: `npx nx run ${posix.basename(projectRoot)}:${names.verifyTargetName} --help`,
        example: { options: { boot: false } },
      },
    },
  };
}
