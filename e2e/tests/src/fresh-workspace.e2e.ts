// The whole way of a user, from nothing to a repository that names its published ISO.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCache, sha256, sha256File } from 'iso-core';
import { makeBucket, startS3Server, type S3Server } from 's3-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerWorkspace, type Consumer } from './support/consumer.js';
import { packPackage } from './support/packages.js';
import { credentialsEnv } from './support/published.js';
import { startRegistry, type Registry } from './support/registry.js';
import { labIso, scratchFolder } from './support/workspace.js';

const BUCKET = 'isos';
const MAKEFILE = 'Makefile';
const LOCK = 'chaos/minikube-iso.lock.json';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let registry: Registry;
let server: S3Server;
let consumer: Consumer;
let makefile: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  registry = await startRegistry([
    await packPackage('iso-core', scratch.folder),
    await packPackage('nx-minikube-iso', scratch.folder),
  ]);
  server = await startS3Server({ folder: join(scratch.folder, 's3'), store: 'memstore' });
  await makeBucket(server, BUCKET, { isPublic: true });
  consumer = await consumerWorkspace({
    nxVersion: '23.2.1',
    registry: registry.url,
    env: {
      ...credentialsEnv(server.credentials),
      AWS_REGION: server.region,
      NX_MINIKUBE_ISO_CACHE: openCache().folder,
    },
  });
  makefile = `# Once: minikube start --iso-url=${urlOf('2020-06-01')}
CPUS ?= 6

start:
\tminikube start --cpus=$(CPUS) \\
\t\t--iso-url=${urlOf('2021-01-18')} \\
\t\t--driver=kvm2
`;
  await consumer.write(MAKEFILE, makefile);
});

afterAll(async () => {
  await consumer.dispose();
  await server.stop();
  await registry.stop();
  await scratch.dispose();
});

const urlOf = (date: string) => `${server.endpoint}/${BUCKET}/chaos/minikube-${date}.iso`;
const read = (path: string) => readFile(join(consumer.folder, path), 'utf8');

async function nx(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await consumer.nx(...args);
  expect(exitCode, stdout + stderr).toBe(0);
  return stdout + stderr;
}

/** As git prints it; nothing is cut away. */
async function git(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await consumer.git(...args);
  expect(exitCode, stderr).toBe(0);
  return stdout;
}

async function commitAll(): Promise<void> {
  const author = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org'];
  await git('add', '--all');
  await git(...author, 'commit', '--quiet', '--message=All of it');
}

describe('a fresh workspace', () => {
  it('takes the plugin with nx add', async () => {
    await git('init', '--quiet');
    await nx('add', 'nx-minikube-iso');
    expect(JSON.parse(await read('nx.json'))).toMatchObject({ plugins: ['nx-minikube-iso'] });
  });

  it('gets a spec from nx g nx-minikube-iso:iso', async () => {
    const args = ['--preset=chaos-controller/cpu-pressure', `--bucket=${BUCKET}`];
    await nx('g', 'nx-minikube-iso:iso', 'chaos', ...args);
    const written = JSON.parse(await read('chaos/minikube-iso.json')) as {
      readonly minikube: string;
      readonly publish: object;
    };
    // The official ISO is hundreds of megabytes; the lab's stands for it.
    const { minikube: _, publish, ...spec } = written;
    await consumer.write('chaos/minikube-iso.json', {
      ...spec,
      base: { amd64: { path: labIso('amd64'), sha256: await sha256File(labIso('amd64')) } },
      publish: { ...publish, prefix: 'chaos', endpoint: server.endpoint },
    });
    await commitAll();
  });

  it('builds, verifies and publishes', async () => {
    expect(await nx('run', 'chaos:publish-iso', '--date=2026-11-22')).toContain(
      `Published: ${urlOf('2026-11-22')}`,
    );
    const bytes = Buffer.from(await (await fetch(urlOf('2026-11-22'))).arrayBuffer());
    expect(sha256(bytes)).toBe(
      await sha256File(join(consumer.folder, 'dist/chaos/iso/minikube-amd64.iso')),
    );
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('has one URL changed by bump, and the lock that records it', async () => {
    await nx('g', 'nx-minikube-iso:bump');
    expect(await git('status', '--porcelain')).toBe(` M ${MAKEFILE}\n?? ${LOCK}\n`);
    expect((await git('diff', '--unified=0')).match(/^[-+](?![-+]).*/gm)).toEqual([
      `-\t\t--iso-url=${urlOf('2021-01-18')} \\`,
      `+\t\t--iso-url=${urlOf('2026-11-22')} \\`,
    ]);
    expect(JSON.parse(await read(LOCK))).toMatchObject({
      architectures: {
        amd64: {
          url: urlOf('2026-11-22'),
          sha256: await sha256File(labIso('amd64')),
          requirements: expect.arrayContaining(['CGROUPS', 'CPUSETS', 'MEMCG']),
        },
      },
    });
    await commitAll();
  });

  it('has nothing changed by a second bump', async () => {
    expect(await nx('g', 'nx-minikube-iso:bump')).toContain('Nothing to change.');
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('is in sync, until somebody edits the URL', async () => {
    await nx('sync:check');
    await consumer.write(MAKEFILE, makefile);
    const { exitCode, stdout, stderr } = await consumer.nx('sync:check');
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain(
      `Makefile:6 names ${urlOf('2021-01-18')}, the lock ${urlOf('2026-11-22')}`,
    );
  });

  it('is put right by nx sync', async () => {
    await nx('sync');
    expect(await git('status', '--porcelain')).toBe('');
    await nx('sync:check');
  });
});
