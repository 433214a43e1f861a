// The targets of a project that has a minikube-iso.json: one for each thing that is done to each of its
// architectures, and with several architectures one that does it to all of them.
import type { TargetConfiguration } from '@nx/devkit';
import { buildTarget } from './build-target.js';
import { listTarget } from './list-target.js';
import { publishTarget } from './publish-target.js';
import type { SpecSummary } from './spec-summary.js';
import type { TargetContext } from './target-context.js';
import { verifyTarget } from './verify-target.js';

type Architecture = SpecSummary['architectures'][number];

/** The targets that a spec gives its project, by name. */
export function targetsFor(
  spec: SpecSummary,
  context: TargetContext,
): Record<string, TargetConfiguration> {
  const { buildTargetName, verifyTargetName, publishTargetName, listTargetName } = context.names;
  const { architectures } = spec;
  return {
    ...forEach(architectures, buildTargetName, 'Builds', (architecture) =>
      buildTarget(spec, architecture, context),
    ),
    ...forEach(architectures, verifyTargetName, 'Verifies', (architecture) =>
      verifyTarget(spec, architecture, context),
    ),
    ...forEach(architectures, publishTargetName, 'Publishes', (architecture) =>
      publishTarget(spec, architecture, context),
    ),
    [listTargetName]: listTarget(context),
  };
}

function forEach(
  architectures: readonly Architecture[],
  name: string,
  does: string,
  targetOf: (architecture: Architecture) => TargetConfiguration,
): Record<string, TargetConfiguration> {
  const [only, ...more] = architectures;
  if (only !== undefined && more.length === 0) return { [name]: targetOf(only) };
  const names = architectures.map((architecture) => `${name}-${architecture}`);
  return {
    ...Object.fromEntries(
      architectures.map((architecture) => [`${name}-${architecture}`, targetOf(architecture)]),
    ),
    [name]: {
      executor: 'nx:noop',
      // Without the word an option would be taken, and do nothing.
      dependsOn: names.map((target) => ({ target, params: 'forward' })),
      metadata: {
        technologies: ['minikube'],
        description: `${does} the minikube ISOs of ${architectures.join(' and ')}`,
      },
    },
  };
}
