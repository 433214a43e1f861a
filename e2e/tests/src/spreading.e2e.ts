// Builds whose compilers run on other machines: most of the work is theirs, and the ISO is the same.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distccLauncher, localRunner, sha256File, type BuildResult } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { distccWorker } from './support/distcc-workers.js';
import { seedCache } from './support/seeded-cache.js';
import { until } from './support/until.js';
import { buildSpec, labSpec, scratchFolder } from './support/workspace.js';

const isSoak = process.env['SOAK'] === '1';

/** Packet schedulers, enough of them for two workers. */
const AS_MODULES = [
  ...[
    'PRIO',
    'MULTIQ',
    'SKBPRIO',
    'HTB',
    'HFSC',
    'DRR',
    'QFQ',
    'SFQ',
    'TEQL',
    'RED',
    'SFB',
    'GRED',
  ],
  ...['CHOKE', 'CODEL', 'FQ_CODEL', 'FQ', 'HHF', 'PIE', 'CAKE', 'ETF', 'CBS', 'PLUG'],
].map((name) => ({ option: `NET_SCH_${name}`, value: 'm' }));

const BUILT_IN = [{ option: 'NET_SCH_PRIO', value: 'y' }, 'NET_CLS_FLOWER', 'BLK_DEV_THROTTLING'];

/** Debug information says how a compiler was called, unless it is kept from that. */
const WITH_DEBUG_INFO = [
  ...BUILT_IN,
  { option: 'DEBUG_INFO_NONE', value: 'n' },
  'DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT',
];

type Worker = Awaited<ReturnType<typeof distccWorker>>;

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let workers: readonly [Worker, Worker];

beforeAll(async () => {
  scratch = await scratchFolder();
  workers = [await distccWorker(), await distccWorker()];
  vi.stubEnv('DISTCC_HOSTS', workers.map(({ host }) => host).join(' '));
  vi.stubEnv('DISTCC_DIR', join(scratch.folder, 'distcc'));
  await mkdir(join(scratch.folder, 'distcc'));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  for (const worker of workers) await worker.dispose();
  await scratch.dispose();
});

/** A build by distcc in a cache folder of its own, where nothing is compiled yet. */
async function spread(name: string, require: readonly unknown[]) {
  const folder = join(scratch.folder, name.replaceAll(' ', '-'));
  const cacheFolder = await seedCache(join(folder, 'cache'));
  const spec = labSpec('amd64', require, { compiler: { launcher: 'distcc' } });
  return { cacheFolder, ...(await buildSpec(folder, spec, { cacheFolder })) };
}

const remoteCount = () => workers.flatMap((worker) => worker.compiled()).length;

/** How many sources of the kernel make had compiled; host programs are not among them. */
async function compiledCount(cacheFolder: string): Promise<number> {
  const objects = join(cacheFolder, 'objects');
  const logs = (await readdir(objects, { recursive: true })).filter((path) =>
    /\.nx-minikube-iso\/logs\/[^/]+\.log$/.test(path),
  );
  const texts = await Promise.all(logs.map((path) => readFile(join(objects, path), 'utf8')));
  return texts.join('\n').match(/^ {2}CC +(?:\[M\] +)?(?!\/)\S+$/gm)?.length ?? 0;
}

const CASES = [
  { name: 'modules', require: AS_MODULES, isLong: false },
  { name: 'a kernel', require: BUILT_IN, isLong: true },
  { name: 'a kernel with debug information', require: WITH_DEBUG_INFO, isLong: true },
];

// A kernel that is compiled from nothing takes many minutes: `npm run soak` tries those too.
describe.each(CASES.filter(({ isLong }) => isSoak || !isLong))(
  '$name, compiled by two other machines',
  { timeout: 90 * 60_000 },
  ({ name, require }) => {
    let local: BuildResult;

    beforeAll(async () => {
      local = await buildSpec(join(scratch.folder, 'local'), labSpec('amd64', require));
    });

    it('is the same ISO, and at least four of five files were compiled there', async () => {
      const before = remoteCount();
      const { cacheFolder, files } = await spread(name, require);
      expect(await sha256File(files.iso)).toBe(await sha256File(local.files.iso));
      const [remote, all] = [remoteCount() - before, await compiledCount(cacheFolder)];
      expect(remote / all).toBeGreaterThanOrEqual(0.8);
      // A kernel's folder takes gigabytes.
      await rm(cacheFolder, { recursive: true });
    });
  },
);

describe('a machine with another compiler', () => {
  let other: Worker;

  beforeAll(async () => {
    const tools = join(scratch.folder, 'tools');
    await mkdir(tools);
    // Without this option a compiler says its name in each object.
    const compiler = join(tools, 'gcc');
    await writeFile(compiler, '#!/bin/sh\nexec /usr/bin/gcc -fno-ident "$@"\n');
    await chmod(compiler, 0o755);
    // distccd runs as a user of its own.
    await chmod(scratch.folder, 0o755);
    other = await distccWorker({ path: `${tools}:/usr/bin:/bin` });
  });

  afterAll(() => other.dispose());

  it('is refused before anything is compiled', async () => {
    const hosts = process.env['DISTCC_HOSTS'] ?? '';
    vi.stubEnv('DISTCC_HOSTS', `${hosts} ${other.host}`);
    const before = remoteCount();
    await expect(spread('differs', AS_MODULES)).rejects.toMatchObject({
      code: 'DISTCC_COMPILER_DIFFERS',
      message: expect.stringContaining(`${other.host} compiles with another compiler`),
    });
    expect(remoteCount()).toBe(before);
    vi.stubEnv('DISTCC_HOSTS', hosts);
  });
});

describe('a compiler behind distcc', () => {
  let folder: string;
  let env: Awaited<ReturnType<typeof distccLauncher>>['env'];

  const distcc = (...args: string[]) => localRunner({ file: 'distcc', args, cwd: folder, env });

  beforeAll(async () => {
    folder = join(scratch.folder, 'behind');
    await mkdir(folder);
    const run = localRunner;
    ({ env } = await distccLauncher({ run, compiler: 'gcc', folder, onNote: expect.fail }));
  });

  it('has the name that it has here, which the kernel writes down', async () => {
    const here = await localRunner({ file: 'gcc', args: ['--version'] });
    expect((await distcc('gcc', '--version')).stdout).toBe(here.stdout);
  });

  it('compiles here what embeds a file of here, as kernel/configs.c does', async () => {
    await writeFile(join(folder, 'data'), 'what is embedded');
    await writeFile(join(folder, 'embeds.c'), 'asm(".incbin \\"data\\"");\n');
    await distcc('gcc', '-c', 'embeds.c');
    expect(await readFile(join(folder, 'embeds.o'), 'latin1')).toContain('what is embedded');
  });
});

describe('a machine that is lost during the build', () => {
  it('costs time, and changes nothing', async () => {
    const [first] = workers;
    const before = first.compiled().length;
    const building = spread('lost', AS_MODULES);
    await Promise.race([
      until(
        () => first.compiled().length > before + 3,
        () => 'the work of the machine that is lost',
      ),
      building,
    ]);
    await first.kill();
    const { files } = await building;
    const local = await buildSpec(join(scratch.folder, 'local'), labSpec('amd64', AS_MODULES));
    expect(await sha256File(files.iso)).toBe(await sha256File(local.files.iso));
  });
});
