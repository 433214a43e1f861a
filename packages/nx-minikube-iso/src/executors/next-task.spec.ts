import type { ExecutorContext, TargetConfiguration } from '@nx/devkit';
import { expect, it } from 'vitest';
import { nextTask } from './next-task.js';

function context(
  targetName: string,
  targets: Record<string, TargetConfiguration>,
): ExecutorContext {
  const projects = { chaos: { root: 'chaos', targets } };
  const projectsConfigurations = { version: 2, projects };
  return { projectName: 'chaos', targetName, projectsConfigurations } as unknown as ExecutorContext;
}

function target(name: string, architecture?: string): TargetConfiguration {
  return { executor: `nx-minikube-iso:${name}`, options: { architecture } };
}

it('is the target that runs the next executor, by whatever name', () => {
  const targets = { make: target('build-iso', 'amd64'), check: target('verify-iso', 'amd64') };
  expect(nextTask('verify-iso', context('make', targets))).toBe('Next: nx run chaos:check');
});

it('is that of the same architecture', () => {
  const targets = {
    'verify-iso-amd64': target('verify-iso', 'amd64'),
    'verify-iso-arm64': target('verify-iso', 'arm64'),
    'publish-iso-amd64': target('publish-iso', 'amd64'),
    'publish-iso-arm64': target('publish-iso', 'arm64'),
  };
  expect(nextTask('publish-iso', context('verify-iso-arm64', targets))).toBe(
    'Next: nx run chaos:publish-iso-arm64',
  );
});

it.each([
  ['has no such target', {}],
  ['has one for another architecture only', { verify: target('verify-iso', 'arm64') }],
])('is none where the project %s', (_, others) => {
  const targets = { build: target('build-iso', 'amd64'), ...others };
  expect(nextTask('verify-iso', context('build', targets))).toBeUndefined();
});
