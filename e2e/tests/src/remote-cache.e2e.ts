// Two clones of a repository on two machines, as far as Nx can tell, with one remote cache: what the first
// builds the second does not.
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localRunner, sha256File } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offeredIso } from './support/build-process.js';
import { linkedWorkspace, type LinkedWorkspace } from './support/linked-workspace.js';
import { remoteCacheServer, type RemoteCacheServer } from './support/remote-cache-server.js';
import { labIso, scratchFolder } from './support/workspace.js';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let server: RemoteCacheServer;
let first: LinkedWorkspace;
let second: LinkedWorkspace;

/** A clone with a home and a cache folder of its own; no kernel is compiled, as the base has all that it needs. */
async function clone(name: string): Promise<LinkedWorkspace> {
  const workspace = await linkedWorkspace(join(scratch.folder, name, 'cache'));
  await mkdir(join(workspace.folder, 'isos'));
  await copyFile(labIso('amd64'), join(workspace.folder, 'isos/base.iso'));
  await workspace.write('chaos/minikube-iso.json', {
    base: { amd64: { path: '../isos/base.iso', sha256: await sha256File(labIso('amd64')) } },
    kernel: { require: ['NET_SCH_NETEM'] },
  });
  return workspace;
}

async function nx(workspace: LinkedWorkspace, ...args: string[]) {
  const home = await mkdtemp(join(scratch.folder, 'home-'));
  const run = workspace.nx(args, { ...server.env, HOME: home });
  const exitCode = await run.ended;
  await run.gone();
  return { exitCode, printed: run.printed() };
}

beforeAll(async () => {
  scratch = await scratchFolder();
  server = await remoteCacheServer();
  first = await clone('first');
  second = await clone('second');
});

afterAll(async () => {
  await first.dispose();
  await second.dispose();
  await server.stop();
  await scratch.dispose();
});

describe('a remote cache', () => {
  it('is given what the first clone builds', async () => {
    const { exitCode, printed } = await nx(first, 'run', 'chaos:build-iso');
    expect(exitCode, printed).toBe(0);
    expect(server.requests).toEqual(['GET 404', 'PUT 200']);
  });

  it('spares the second clone the build, of which it gets every file', async () => {
    const { exitCode, printed } = await nx(second, 'run', 'chaos:build-iso');
    expect(exitCode, printed).toBe(0);
    expect(printed).toContain('[remote cache]');
    expect(server.requests.at(-1)).toBe('GET 200');
    const built = await offeredIso(join(first.folder, 'dist/chaos/iso'));
    expect(await offeredIso(join(second.folder, 'dist/chaos/iso'))).toBe(built);
  });

  it('is found out by verify-iso where it gives another ISO than was built', async () => {
    const [[hash, record] = []] = server.records;
    if (hash === undefined || record === undefined) throw new Error('Nothing is kept');
    server.records.set(hash, await withChangedIso(record));
    for (const folder of ['.nx', 'dist']) {
      await rm(join(second.folder, folder), { recursive: true });
    }
    const { exitCode, printed } = await nx(second, 'run', 'chaos:verify-iso', '--boot=false');
    expect(printed).toContain('[remote cache]');
    expect(exitCode).toBe(1);
    expect(printed).toMatch(/^ISO_FAILED_VERIFICATION: .* is not what it has to be: digest$/m);
  });
});

/** What is kept, with one bit of the ISO changed; what stands beside the ISO stays. */
async function withChangedIso(record: Buffer): Promise<Buffer> {
  const folder = await mkdtemp(join(scratch.folder, 'record-'));
  const tar = (...args: string[]) => localRunner({ file: 'tar', args, cwd: folder });
  await writeFile(join(folder, 'kept'), record);
  await tar('--extract', '--gzip', '--file=kept');
  const { stdout } = await tar('--list', '--gzip', '--file=kept');
  const path = stdout.split('\n').find((name) => name.endsWith('.iso'));
  const iso = await readFile(join(folder, path ?? 'no ISO'));
  const last = iso.length - 1;
  iso[last] = (iso[last] ?? 0) ^ 1;
  await writeFile(join(folder, path ?? 'no ISO'), iso);
  await writeFile(join(folder, 'names'), stdout);
  await tar('--create', '--gzip', '--no-recursion', '--files-from=names', '--file=changed');
  return readFile(join(folder, 'changed'));
}
