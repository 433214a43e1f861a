// A registry of this machine's own: it has our packages, and sends on to the real one for every other.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { localRunner } from 'iso-core';
import { outsideEnvironment } from './outside-environment.js';
import type { Manifest } from './packages.js';
import { WORKSPACE } from './workspace.js';

export interface Registry {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Packed {
  readonly manifest: Manifest;
  /** The tarball's name, and below the registry its place. */
  readonly file: string;
  readonly bytes: Buffer;
}

/** Serves tarballs as the newest and only versions of their packages. */
export async function startRegistry(tarballs: readonly string[]): Promise<Registry> {
  const upstream = await configuredRegistry();
  const packages = await Promise.all(tarballs.map(readPacked));
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const found = packages.find(({ manifest, file }) =>
      [`/${manifest.name}`, `/${file}`].includes(path),
    );
    if (found === undefined) {
      response.writeHead(307, { location: new URL(path.slice(1), upstream).href }).end();
    } else if (path === `/${found.file}`) {
      response.end(found.bytes);
    } else {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(packument(found, `http://${request.headers.host}`)));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function configuredRegistry(): Promise<string> {
  const { stdout } = await localRunner({
    file: 'npm',
    args: ['config', 'get', 'registry'],
    cwd: WORKSPACE,
    env: outsideEnvironment(),
  });
  return stdout.trim().replace(/\/?$/, '/');
}

async function readPacked(tarball: string): Promise<Packed> {
  const { stdout } = await localRunner({
    file: 'tar',
    args: ['-xzOf', tarball, 'package/package.json'],
  });
  const manifest = JSON.parse(stdout) as Manifest;
  return { manifest, file: basename(tarball), bytes: await readFile(tarball) };
}

/** What a registry says of a package. */
function packument({ manifest, file, bytes }: Packed, url: string): object {
  const { name, version } = manifest;
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const dist = { tarball: `${url}/${file}`, integrity };
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist } },
  };
}
