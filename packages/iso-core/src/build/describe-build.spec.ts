import { describe, expect, it } from 'vitest';
import { describeBuild } from './describe-build.js';
import type { BuildResult } from './request.js';
import type { Manifest } from '../inspect/index.js';

function result(manifest: Partial<Manifest> = {}): BuildResult {
  const requirement = {
    name: 'NET_SCH_PRIO',
    reason: '',
    origins: [],
    options: [],
    status: 'holds',
  } as const;
  return {
    files: {
      iso: '/workspace/dist/minikube-amd64.iso',
      sha256: '/workspace/dist/minikube-amd64.iso.sha256',
      manifest: '/workspace/dist/minikube-amd64.manifest.json',
      build: '/workspace/dist/minikube-amd64.build.json',
    },
    stages: [
      { name: 'Get the base ISO', seconds: 1, cached: true },
      { name: 'Compile', seconds: 70.4, cached: false },
    ],
    manifest: {
      iso: { name: '', sha256: 'abc', size: 3 * 1024 * 1024, volumeId: '' },
      architecture: 'amd64',
      kernel: { release: '6.1.0', sha256: '', configSha256: '' },
      route: 'modules',
      routeReasons: ['Modules are enough.'],
      requirements: [requirement, { ...requirement, status: 'not applicable' }],
      configChanges: [{ option: 'NET_SCH_PRIO', before: 'n', after: 'm' }],
      ...manifest,
    } as Manifest,
  };
}

describe('describeBuild', () => {
  it('says where the ISO is, what changed in its kernel and what to do next', () => {
    expect(describeBuild(result(), '/workspace')).toEqual([
      'ISO: dist/minikube-amd64.iso (3.0 MiB, amd64, Linux 6.1.0)',
      'SHA-256: abc',
      'Route: modules',
      '- Modules are enough.',
      'Kernel options that changed:',
      '- NET_SCH_PRIO: n → m',
      'Requirements: all 1 hold; 1 not applicable to this kernel',
      'Time: 1 min 11 s; 1 of 2 stages were there already',
      'Manifest: dist/minikube-amd64.manifest.json',
      `Next: minikube start --iso-url='file:///workspace/dist/minikube-amd64.iso'`,
    ]);
  });

  it('does not flood the terminal', () => {
    const configChanges = Array.from({ length: 100 }, (_, index) => ({
      option: `OPTION_${index}`,
      before: 'n',
      after: 'y',
    }));
    const lines = describeBuild(result({ configChanges }), '/workspace');
    expect(lines.length).toBeLessThan(40);
    expect(lines).toContain('- and 80 more: see the manifest');
  });
});
