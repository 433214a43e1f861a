import { describe, expect, it } from 'vitest';
import { resolvePaths } from './resolve-paths.js';
import { parse } from './spec.testing.js';

describe('the paths of a spec', () => {
  it('are made absolute, wherever they lead', () => {
    const spec = parse({
      architectures: ['amd64', 'arm64'],
      base: { amd64: { path: '../bases/amd64.iso' }, arm64: { url: 'https://example.com/a.iso' } },
      kernel: {
        source: { path: '/usr/src/linux-source-6.1.tar.xz', sha256: 'a'.repeat(64) },
      },
    });
    const resolved = resolvePaths(spec, '/workspace/chaos');
    expect(resolved.base).toEqual({
      kind: 'iso',
      isos: {
        amd64: { kind: 'path', path: '/workspace/bases/amd64.iso' },
        arm64: { kind: 'url', url: 'https://example.com/a.iso' },
      },
    });
    expect(resolved.kernel).toMatchObject({
      source: { path: '/usr/src/linux-source-6.1.tar.xz', sha256: 'a'.repeat(64) },
    });
  });

  it('leave a spec without any as it is, and an absolute one too', () => {
    const spec = parse({ minikube: '1.38.1', kernel: { source: { url: 'https://a.example/k' } } });
    expect(resolvePaths(spec, '/workspace')).toEqual(spec);
    const local = resolvePaths(parse({ base: { amd64: { path: 'a' } } }), '/workspace');
    expect(resolvePaths(local, '/elsewhere')).toEqual(local);
  });
});
