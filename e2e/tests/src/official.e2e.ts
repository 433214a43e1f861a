// A release of minikube as a base, fetched from servers of the official shape on this machine: the first
// ISO mirror is broken, the kernel's tarball and its checksums lie where kernel.org has them.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sha256File, type BuildResult } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSpec, KERNEL_SOURCE, labIso, scratchFolder } from './support/workspace.js';

let server: Server;
let origin: string;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
const requests: string[] = [];

beforeAll(async () => {
  scratch = await scratchFolder();
  const files = new Map([['/iso/minikube-v1.38.0-amd64.iso', labIso('amd64')]]);
  const texts = new Map<string, string>();
  texts.set('/iso/minikube-v1.38.0-amd64.iso.sha256', await sha256File(labIso('amd64')));
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    serve(request, response, files, texts);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The name and the checksum depend on which 6.1 Debian has.
  const release = await releaseOfLab();
  const tarball = `/kernel/v6.x/linux-${release}.tar.xz`;
  files.set(tarball, KERNEL_SOURCE);
  const digest = await sha256File(KERNEL_SOURCE);
  texts.set('/kernel/v6.x/sha256sums.asc', `${digest}  linux-${release}.tar.xz\n`);
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await scratch.dispose();
});

async function releaseOfLab(): Promise<string> {
  const { manifest } = await buildSpec(join(scratch.folder, 'release'), {
    base: { amd64: { path: labIso('amd64') } },
    kernel: { require: ['NET_SCHED'] },
  });
  return manifest.kernel.release;
}

function serve(
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
): void {
  const text = texts.get(url);
  const file = files.get(url);
  if (text !== undefined) response.end(text);
  else if (file === undefined) response.writeHead(404).end();
  else {
    void stat(file).then(({ size }) => {
      response.writeHead(200, { 'content-length': size });
      if (method === 'HEAD') response.end();
      else createReadStream(file).pipe(response);
    });
  }
}

function build(folder: string): Promise<BuildResult> {
  return buildSpec(
    join(scratch.folder, folder),
    {
      minikube: '1.38.1',
      mirrors: { iso: [`${origin}/broken`, `${origin}/iso`], kernel: [`${origin}/kernel`] },
      kernel: { require: [{ option: 'NET_SCH_PRIO', value: 'm' }] },
    },
    { cacheFolder: join(scratch.folder, 'cache') },
  );
}

describe('"minikube": "1.38.1"', () => {
  let first: BuildResult;

  it('fetches the ISO of that release and the source of its kernel, past a broken mirror', async () => {
    first = await build('first');
    expect(first.manifest.route).toBe('modules');
    expect(first.manifest.base).toMatchObject({
      origin: expect.stringContaining('minikube v1.38.1'),
      trust: 'first use',
    });
    expect(first.manifest.kernel.source?.origin).toMatch(/^linux-6\.1\.\d+\.tar\.xz$/);
    expect(requests).toContain('GET /broken/minikube-v1.38.0-amd64.iso');
  });

  it('asks the net for nothing the second time, and makes the same bytes', async () => {
    requests.length = 0;
    const second = await build('second');
    expect(requests).toEqual([]);
    expect(second.manifest).toEqual(first.manifest);
    expect(await sha256File(second.files.iso)).toBe(first.manifest.iso.sha256);
  });
});
