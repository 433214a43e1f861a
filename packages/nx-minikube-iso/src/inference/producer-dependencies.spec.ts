import type { ProjectConfiguration } from '@nx/devkit';
import { expect, it } from 'vitest';
import { producerDependencies } from './producer-dependencies.js';

const lab: ProjectConfiguration = { root: 'lab', targets: { 'base-iso': {} } };

function builtFrom(...dependsOn: { projects: string[]; target: string }[]): ProjectConfiguration {
  return {
    root: 'chaos',
    targets: {
      'build-iso': { executor: 'nx-minikube-iso:build-iso', dependsOn },
      other: { executor: 'nx:noop', dependsOn: [{ projects: ['unrelated'], target: 'build' }] },
    },
  };
}

const unrelated: ProjectConfiguration = { root: 'unrelated' };

it('leads from an ISO to the project that makes its base, once', () => {
  const producer = { projects: ['lab'], target: 'base-iso' };
  const source = { projects: ['lab'], target: 'kernel-source' };
  expect(producerDependencies({ chaos: builtFrom(producer, source), lab, unrelated })).toEqual([
    { source: 'chaos', target: 'lab', type: 'implicit' },
  ]);
});

it.each([['none'], ['chaos'], ['toString']])(
  'leads to no %s, which is no other project',
  (name) => {
    const chaos = builtFrom({ projects: [name], target: 'base-iso' });
    expect(producerDependencies({ chaos, lab })).toEqual([]);
  },
);

it('leads nowhere from a project that has no ISO', () => {
  expect(producerDependencies({ lab, unrelated })).toEqual([]);
});
