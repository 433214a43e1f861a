import { describe, expect, it } from 'vitest';
import { openCache, sha256, silentProgress } from '../runtime/index.js';
import { serveFile, startServer } from '../runtime/testing/http-server.testing.js';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { acquireBase } from './acquire-base.js';

const ISO = Buffer.from('an ISO');

describe('a base from a URL', () => {
  it('is known without what a signed URL says of who may fetch it', async () => {
    const server = await startServer((request, response) =>
      serveFile({ bytes: ISO }, request, response),
    );
    const url = `${server.url}/base.iso?X-Amz-Credential=AKIA&X-Amz-Signature=5ec7e7`;
    const base = await acquireBase({
      spec: { base: { kind: 'iso', isos: { amd64: { kind: 'url', url } } }, mirrors: {} },
      architecture: 'amd64',
      cache: openCache({ folder: temporaryFolder() }),
      env: {},
      progress: silentProgress,
      signal: new AbortController().signal,
    });
    expect(base).toMatchObject({ origin: `${server.url}/base.iso`, sha256: sha256(ISO) });
  });
});
