import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localRunner } from '../../runtime/index.js';
import { sccacheLauncher, SCCACHE_SCRIPT } from './sccache.js';

let folder: string;
let script: string;
let env: Readonly<Record<string, string | undefined>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iso-core-'));
  script = join(folder, 'sccache');
  await writeFile(script, SCCACHE_SCRIPT);
  await chmod(script, 0o755);
  const launcher = await sccacheLauncher(localRunner, join(folder, 'kept'), {});
  env = { ...launcher.env, SCCACHE_SERVER_PORT: `${await freePort()}` };
});

afterAll(async () => {
  await localRunner({ file: 'sccache', args: ['--stop-server'], env, okExitCodes: [0, 2] });
  await rm(folder, { recursive: true });
});

/** The object of a source, compiled by way of `launcher`. */
async function compile(launcher: string, source: string, text: string): Promise<Buffer> {
  await writeFile(join(folder, source), text);
  const object = join(folder, 'made.o');
  await localRunner({
    file: launcher,
    args: ['gcc', `-Wp,-MMD,${object}.d`, '-c', source, '-o', object],
    cwd: folder,
    env,
  });
  return readFile(object);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function hits(): Promise<number> {
  const args = ['--show-stats', '--stats-format=json'];
  const { stdout } = await localRunner({ file: 'sccache', args, env });
  const { stats } = JSON.parse(stdout) as { stats: { cache_hits: { counts: object } } };
  return Object.values(stats.cache_hits.counts).reduce<number>((sum, one) => sum + Number(one), 0);
}

describe('sccacheLauncher', () => {
  it('keeps its files where we say, unless the environment says where', async () => {
    const own = { SCCACHE_DIR: '/mine', SCCACHE_IDLE_TIMEOUT: '0' };
    expect((await sccacheLauncher(localRunner, '/c', own)).env).toMatchObject(own);
    expect((await sccacheLauncher(localRunner, '/c', {})).env).toMatchObject({ SCCACHE_DIR: '/c' });
  });
});

describe('the script that stands for sccache', () => {
  it('has sccache bring back what was compiled once', async () => {
    const first = await compile(script, 'plain.c', 'int plain = 1;\n');
    const before = await hits();
    expect((await compile(script, 'plain.c', 'int plain = 1;\n')).equals(first)).toBe(true);
    expect(await hits()).toBe(before + 1);
  });

  it.each([
    ['configs.c', 'asm(".incbin \\"data\\"");\n'],
    ['initramfs_data.S', '.incbin "data"\n'],
  ])('keeps it away from %s, of which it would bring back what is stale', async (source, text) => {
    for (const contents of ['the first contents', 'the second contents']) {
      await writeFile(join(folder, 'data'), contents);
      expect((await compile(script, source, text)).includes(contents)).toBe(true);
    }
  });
});
