// Disks that fill up while an ISO is built, that of the output and that of the cache: an error that says
// which, nothing half-written, nothing lost of an earlier build, and a next run that goes on once there is
// room.
import { mkdir, readdir, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCache, type BuildResult } from 'iso-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leftovers, offeredIso, startBuild } from './support/build-process.js';
import type { Family } from './support/family.js';
import { seedCache } from './support/seeded-cache.js';
import { smallDisk, type SmallDisk } from './support/small-disk.js';
import { stallingTool } from './support/stalling-tool.js';
import { buildSpec, labSpec, scratchFolder } from './support/workspace.js';

const SPECS = {
  earlier: labSpec('amd64', ['NET_SCH_NETEM']),
  later: labSpec('amd64', [
    { option: 'NET_SCH_PRIO', value: 'm' },
    { option: 'NET_CLS_FLOWER', value: 'm' },
  ]),
};
/** Room for everything that a build needs, in KiB. */
const ENOUGH = 128 * 1024;
const isSoak = process.env['SOAK'] === '1';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let undisturbed: BuildResult;
/** Where the small disk is mounted. */
let mountPoint: string;
let disk: SmallDisk;

beforeAll(async () => {
  scratch = await scratchFolder();
  undisturbed = await buildSpec(join(scratch.folder, 'undisturbed'), SPECS.later);
  for (const [name, spec] of Object.entries(SPECS)) {
    await writeFile(join(scratch.folder, `${name}.json`), JSON.stringify(spec));
  }
  mountPoint = join(scratch.folder, 'small');
  await mkdir(mountPoint);
});

afterAll(() => scratch.dispose());

interface Folders {
  readonly outputFolder: string;
  readonly cacheFolder: string;
}

/** Builds one of the specs where the small disk is; what it printed, and how it ended. */
async function build(spec: keyof typeof SPECS, folders: Folders) {
  return outcomeOf(startBuild(options(spec, folders)));
}

function options(spec: keyof typeof SPECS, folders: Folders) {
  const specPath = join(scratch.folder, `${spec}.json`);
  return { request: { specPath, ...folders }, within: disk.within };
}

async function outcomeOf(process: Family) {
  const exitCode = await process.ended;
  await process.gone();
  return { exitCode, printed: process.printed() };
}

/** Leaves only so much room on the small disk, in KiB. */
async function leaveRoom(room: number): Promise<void> {
  const { blocks, bfree, bsize } = await statfs(disk.outside(mountPoint));
  await disk.resize(((blocks - bfree) * bsize) / 1024 + room);
}

/** One clear error about a folder that is on the small disk, and the earlier ISO as it was. */
async function expectDiskFull(ended: Awaited<ReturnType<typeof build>>, output: string) {
  expect(ended, ended.printed).toMatchObject({ exitCode: 1 });
  const [, message = '', hint = ''] =
    /^DISK_FULL: (.*)\n(?: {2}cause: .*\n)? {2}hint: (.*)$/m.exec(ended.printed) ?? [];
  expect(message, ended.printed).toContain(mountPoint);
  expect(hint).toMatch(/^Free some space there/);
  expect(ended.printed).not.toMatch(/^\s+at /m);
  expect(await offeredIso(output)).toBe(undisturbed.manifest.base?.sha256);
  expect(await leftovers(output)).toEqual([]);
}

async function expectDone(ended: Awaited<ReturnType<typeof build>>, output: string) {
  expect(ended, ended.printed).toMatchObject({ exitCode: 0 });
  expect(await offeredIso(output)).toBe(undisturbed.manifest.iso.sha256);
  expect(await leftovers(output)).toEqual([]);
}

describe('a full disk of the output', () => {
  let folders: Folders;
  let output: string;

  beforeAll(async () => {
    disk = await smallDisk(mountPoint, ENOUGH);
    folders = { outputFolder: join(mountPoint, 'iso'), cacheFolder: openCache().folder };
    output = disk.outside(folders.outputFolder);
    // Every requirement of this one holds in the base: the ISO is the base's.
    expect(await build('earlier', folders)).toMatchObject({ exitCode: 0 });
  });

  afterAll(() => disk.dispose());

  it.each([
    ...(isSoak ? [['anything', 4] as const, ['the initrd', 1024] as const] : []),
    ['the modules', 64] as const,
    ['the ISO', 4 * 1024] as const,
  ])('without room for %s keeps the earlier ISO', async (_, room) => {
    await leaveRoom(room);
    await expectDiskFull(await build('later', folders), output);
  });

  it('is no matter once there is room', async () => {
    await disk.resize(ENOUGH);
    await expectDone(await build('later', folders), output);
  });
});

describe('a full disk of the cache', () => {
  let cacheFolder: string;

  beforeEach(async () => {
    disk = await smallDisk(mountPoint, ENOUGH);
    cacheFolder = join(mountPoint, 'cache');
  });

  afterEach(() => disk.dispose());

  /** A folder in which an earlier ISO lies. */
  async function earlierOutput(name: string): Promise<Folders> {
    const outputFolder = join(scratch.folder, name.replaceAll(' ', '-'));
    const machine = openCache().folder;
    const ended = await build('earlier', { outputFolder, cacheFolder: machine });
    expect(ended, ended.printed).toMatchObject({ exitCode: 0 });
    return { outputFolder, cacheFolder };
  }

  it.each([
    ['a lock', 4],
    ['a tree', 4 * 1024],
  ])('without room for %s leaves the output as it was', async (what, room) => {
    await seedCache(disk.outside(cacheFolder));
    const folders = await earlierOutput(what);
    await leaveRoom(room);
    await expectDiskFull(await build('later', folders), folders.outputFolder);
  });

  it('without room for the source keeps no part of it', async () => {
    const folders = await earlierOutput('the source');
    await leaveRoom(20 * 1024);
    await expectDiskFull(await build('later', folders), folders.outputFolder);
    expect(await readdir(disk.outside(join(cacheFolder, 'sources')))).toEqual([]);
  });

  // In the first megabytes are programs of which make does not see that they are cut short.
  it.each(isSoak ? [0, 1, 2, 3, 4, 5] : [3])(
    'that fills up after %i MiB of objects leaves the output as it was, and the next run goes on',
    async (room) => {
      await seedCache(disk.outside(cacheFolder));
      const folders = await earlierOutput(`after ${room}`);
      const compiling = { tool: 'make', call: '--jobs' };
      const make = await stallingTool(join(scratch.folder, 'tools'), compiling);
      const building = startBuild({ ...options('later', folders), env: { PATH: make.path } });
      await make.stalled(building);
      await leaveRoom(room * 1024);
      await make.letGo();
      await expectDiskFull(await outcomeOf(building), folders.outputFolder);
      await disk.resize(ENOUGH);
      await expectDone(await build('later', folders), folders.outputFolder);
    },
  );
});
