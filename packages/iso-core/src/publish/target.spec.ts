import { describe, expect, it } from 'vitest';
import type { Environment } from '../runtime/index.js';
import { parse } from '../spec/spec.testing.js';
import { keysOf, publishTarget, urlOf, type TargetOverrides } from './target.js';

const date = '2026-11-22';

function target(publish: object, overrides: TargetOverrides = {}, env: Environment = {}) {
  const spec = parse({ minikube: '1.38.1', publish });
  return publishTarget(spec, 'amd64', overrides, { date, env });
}

describe('where an ISO is published', () => {
  it('is a dated name below minikube/ in the bucket of the spec', () => {
    const found = target({ bucket: 'public-chaos-controller' });
    expect(found).toEqual({
      bucket: { name: 'public-chaos-controller' },
      prefix: 'minikube',
      name: 'minikube-2026-11-22.iso',
      publicUrl: 'https://public-chaos-controller.s3.amazonaws.com',
    });
    expect(keysOf(found)).toEqual({
      iso: 'minikube/minikube-2026-11-22.iso',
      sha256: 'minikube/minikube-2026-11-22.iso.sha256',
      manifest: 'minikube/minikube-2026-11-22.manifest.json',
    });
    expect(urlOf(found, keysOf(found).iso)).toBe(
      'https://public-chaos-controller.s3.amazonaws.com/minikube/minikube-2026-11-22.iso',
    );
  });

  it('is what the options say, before the spec', () => {
    const overrides = {
      bucket: 'other',
      prefix: '',
      region: 'eu-west-1',
      publicUrl: 'https://isos.example.org/',
      acl: 'public-read',
      name: 'chaos.iso',
    } as const;
    const found = target({ bucket: 'one', prefix: 'a/b', name: 'spec.iso' }, overrides);
    expect(found).toEqual({
      bucket: { name: 'other', region: 'eu-west-1' },
      prefix: '',
      name: 'chaos.iso',
      acl: 'public-read',
      publicUrl: 'https://isos.example.org',
    });
    expect(keysOf(found).iso).toBe('chaos.iso');
  });

  it.each([
    [{ bucket: 'isos' }, 'https://isos.s3.amazonaws.com'],
    [{ bucket: 'isos', region: 'us-east-1' }, 'https://isos.s3.amazonaws.com'],
    [{ bucket: 'isos', region: 'eu-west-1' }, 'https://isos.s3.eu-west-1.amazonaws.com'],
    [
      { bucket: 'isos.example', region: 'eu-west-1' },
      'https://s3.eu-west-1.amazonaws.com/isos.example',
    ],
    [{ bucket: 'isos', endpoint: 'http://127.0.0.1:7480/' }, 'http://127.0.0.1:7480/isos'],
  ])('of %j is read from %s', (publish, url) => {
    expect(target(publish).publicUrl).toBe(url);
  });

  it('is on the server that the environment names, unless the spec names one', () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_S3: '' };
    expect(target({ bucket: 'isos' }, {}, env)).toMatchObject({
      bucket: { endpoint: 'http://127.0.0.1:1' },
      publicUrl: 'http://127.0.0.1:1/isos',
    });
    const s3 = { ...env, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:2' };
    expect(target({ bucket: 'isos' }, {}, s3).bucket.endpoint).toBe('http://127.0.0.1:2');
    const endpoint = 'http://127.0.0.1:3';
    expect(target({ bucket: 'isos', endpoint }, {}, s3).bucket.endpoint).toBe(endpoint);
  });

  it.each(['s3://isos/minikube', 'isos/minikube', 'Isos', 'x'])(
    'is an error in the bucket %j, which none is called',
    (bucket) => {
      expect(() => target({}, { bucket })).toThrow(
        expect.objectContaining({
          code: 'PUBLISH_BUCKET_INVALID',
          message: expect.stringContaining(bucket),
          hint: expect.stringContaining('--prefix'),
        }),
      );
    },
  );

  it('is an error without a bucket', () => {
    expect(() => target({})).toThrow(expect.objectContaining({ code: 'PUBLISH_BUCKET_MISSING' }));
  });
});
