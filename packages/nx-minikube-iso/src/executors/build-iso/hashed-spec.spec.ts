import type { ExecutorContext } from '@nx/devkit';
import { describe, expect, it } from 'vitest';
import { SPEC_INPUTS } from '../../inference/target-context.js';
import { hashedSpec } from './hashed-spec.js';

const context = {
  root: '/workspace',
  projectName: 'chaos',
  projectsConfigurations: { version: 2, projects: { chaos: { root: 'apps/chaos' } } },
} as unknown as ExecutorContext;

const inferred = { ...context, target: { inputs: [...SPEC_INPUTS, { env: 'X' }] } };
const byHand = { ...context, target: { inputs: ['{projectRoot}/specs/other.json'] } };

describe('hashedSpec', () => {
  it.each(['minikube-iso.json', 'minikube-iso.official.json'])(
    'takes %s of the project, which is in the hash of an inferred task',
    (name) => {
      const path = `/workspace/apps/chaos/${name}`;
      expect(hashedSpec(path, inferred)).toBe(path);
    },
  );

  it.each([
    '/workspace/apps/chaos/other.json',
    '/workspace/apps/chaos/minikube-iso.lock.json',
    '/workspace/apps/chaos/deep/minikube-iso.json',
    '/workspace/minikube-iso.json',
    '/elsewhere/minikube-iso.json',
  ])('refuses %s, which could change unseen', (path) => {
    expect(() => hashedSpec(path, inferred)).toThrow(
      expect.objectContaining({ code: 'SPEC_NOT_HASHED', message: expect.stringContaining(path) }),
    );
  });

  it('takes any spec for a target that says itself what its inputs are', () => {
    expect(hashedSpec('/elsewhere/other.json', byHand)).toBe('/elsewhere/other.json');
    expect(hashedSpec('/elsewhere/other.json', context)).toBe('/elsewhere/other.json');
  });
});
