import { describe, expect, it } from 'vitest';
import { publishedNames } from './published-names.js';
import { parse } from './spec.testing.js';

describe('the names of published files', () => {
  it("are minikube's own by default", () => {
    expect(publishedNames(parse({ minikube: '1.38.1' }), 'amd64')).toEqual({
      iso: 'minikube-amd64.iso',
      sha256: 'minikube-amd64.iso.sha256',
      manifest: 'minikube-amd64.manifest.json',
      build: 'minikube-amd64.build.json',
    });
  });

  it('begin with what the spec says', () => {
    const spec = parse({ minikube: '1.38.1', output: { name: 'chaos-1.0' } });
    expect(publishedNames(spec, 'arm64').iso).toBe('chaos-1.0-arm64.iso');
  });
});
