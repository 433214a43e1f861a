import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../spec/index.js';
import { jobInputs } from './job-inputs.js';

const inputsOf = (spec: object): string[] =>
  jobInputs(
    '/workspace/minikube-iso.json',
    parseSpec(JSON.stringify(spec), { path: 'minikube-iso.json' }),
    'amd64',
  );

const REPOSITORY = { minikube: 'a'.repeat(40), engine: 'source' };

describe('what a build reads of this computer', () => {
  it('is the spec alone where everything else is fetched', () => {
    expect(inputsOf({ minikube: '1.38.1' })).toEqual(['/workspace/minikube-iso.json']);
  });

  it('is the base of its architecture and the kernel source, where they are local', () => {
    const base = { amd64: { path: '/isos/amd64.iso' }, arm64: { path: '/isos/arm64.iso' } };
    const kernel = { source: { path: '/sources/linux' } };
    expect(inputsOf({ base, architectures: ['amd64', 'arm64'], kernel })).toEqual([
      '/workspace/minikube-iso.json',
      '/isos/amd64.iso',
      '/sources/linux',
    ]);
  });

  it('is a repository on its disk', () => {
    const source = { repository: 'file:///srv/mini%20kube' };
    expect(inputsOf({ ...REPOSITORY, source })).toContain('/srv/mini kube');
  });

  it('is no repository of another computer', () => {
    const source = { repository: 'https://example.org/minikube.git' };
    expect(inputsOf({ ...REPOSITORY, source })).toEqual(['/workspace/minikube-iso.json']);
  });
});
