import { describe, expect, it } from 'vitest';
import {
  checksumUrl,
  kernelChecksumUrls,
  kernelTarballUrls,
  officialIsoName,
  officialIsoUrls,
} from './official-urls.js';
import { resolveMirrors } from './mirrors.js';
import { resolveRelease } from './releases/resolve-release.js';

describe('officialIsoUrls', () => {
  it('are the store, then the GitHub release, with the architecture in the name', () => {
    expect(officialIsoUrls(resolveRelease('1.38.1'), 'arm64')).toEqual([
      'https://storage.googleapis.com/minikube/iso/minikube-v1.38.0-arm64.iso',
      'https://github.com/kubernetes/minikube/releases/download/v1.38.0/minikube-v1.38.0-arm64.iso',
    ]);
  });

  it('have no architecture in the name up to v1.25.2', () => {
    expect(officialIsoUrls(resolveRelease('1.25.2'), 'amd64')).toEqual([
      'https://storage.googleapis.com/minikube/iso/minikube-v1.25.2.iso',
      'https://github.com/kubernetes/minikube/releases/download/v1.25.2/minikube-v1.25.2.iso',
    ]);
    expect(officialIsoName(resolveRelease('1.26.0'), 'amd64')).toBe('minikube-v1.26.0-amd64.iso');
  });

  it('are those of the mirrors alone where there are any', () => {
    const mirrors = { iso: ['http://10.0.0.1/iso/', 'https://user:pw@mirror.example/a?key=1'] };
    expect(officialIsoUrls(resolveRelease('1.38.1'), 'amd64', mirrors)).toEqual([
      'http://10.0.0.1/iso/minikube-v1.38.0-amd64.iso',
      'https://user:pw@mirror.example/a/minikube-v1.38.0-amd64.iso?key=1',
    ]);
  });

  it('are none for an architecture that the release lacks', () => {
    expect(() => officialIsoUrls(resolveRelease('1.25.2'), 'arm64')).toThrow(
      expect.objectContaining({ code: 'RELEASE_WITHOUT_ARCHITECTURE' }),
    );
  });
});

describe('checksumUrl', () => {
  it('is beside the file', () => {
    expect(checksumUrl('https://x/a.iso?key=1')).toBe('https://x/a.iso.sha256?key=1');
  });
});

describe('kernelTarballUrls', () => {
  it.each([
    ['6.6.95', 'v6.x/linux-6.6.95.tar.xz'],
    ['6.6.0', 'v6.x/linux-6.6.tar.xz'],
    ['4.15', 'v4.x/linux-4.15.tar.xz'],
    ['5.10.207', 'v5.x/linux-5.10.207.tar.xz'],
    ['10.0', 'v10.x/linux-10.0.tar.xz'],
  ])('of %s end with %s', (version, path) => {
    expect(kernelTarballUrls(version)).toEqual([
      `https://cdn.kernel.org/pub/linux/kernel/${path}`,
      `https://mirrors.edge.kernel.org/pub/linux/kernel/${path}`,
    ]);
  });

  it('are those of the mirrors alone where there are any', () => {
    const mirrors = { kernel: ['http://10.0.0.1/linux'] };
    expect(kernelTarballUrls('6.6.95', mirrors)).toEqual([
      'http://10.0.0.1/linux/v6.x/linux-6.6.95.tar.xz',
    ]);
    expect(kernelChecksumUrls('6.6.95', mirrors)).toEqual([
      'http://10.0.0.1/linux/v6.x/sha256sums.asc',
    ]);
  });

  it.each(['', '6', '6.6.95-rc1', '6.6.95-minikube', '../../x', '2.6.39', '6.6.95.1', 'v6.6.95'])(
    'are none for %j',
    (version) => {
      expect(() => kernelTarballUrls(version)).toThrow(
        expect.objectContaining({ code: 'KERNEL_VERSION_INVALID' }),
      );
    },
  );
});

describe('resolveMirrors', () => {
  const env = {
    NX_MINIKUBE_ISO_ISO_MIRROR: 'http://env/iso, http://env2/iso',
    NX_MINIKUBE_ISO_KERNEL_MIRROR: 'http://env/kernel',
  };

  it('takes the spec first, then the environment, each for itself', () => {
    expect(resolveMirrors({ kernel: ['http://spec/kernel'] }, env)).toEqual({
      iso: ['http://env/iso', 'http://env2/iso'],
      kernel: ['http://spec/kernel'],
    });
  });

  it('is nothing where neither names one', () => {
    expect(resolveMirrors(undefined, { NX_MINIKUBE_ISO_ISO_MIRROR: ' ' })).toEqual({});
  });

  it.each([
    [{ iso: ['mirror.example'] }, {}, 'mirrors.iso'],
    [{}, { NX_MINIKUBE_ISO_KERNEL_MIRROR: 'file:///srv' }, 'NX_MINIKUBE_ISO_KERNEL_MIRROR'],
  ])('says where a bad one stands: %j %j', (spec, environment, where) => {
    expect(() => resolveMirrors(spec, environment)).toThrow(
      expect.objectContaining({
        code: 'MIRROR_INVALID',
        message: expect.stringContaining(where),
        details: { where },
      }),
    );
  });
});
