// Builds that meet: at once in one folder, at once on one object tree, and of the same inputs in different
// folders with different caches. All of them make the same bytes.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openCache, sha256File, type BuildResult } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftovers, offeredIso, startBuild } from './support/build-process.js';
import type { Family } from './support/family.js';
import { stallingTool } from './support/stalling-tool.js';
import { until } from './support/until.js';
import { buildSpec, labSpec, scratchFolder } from './support/workspace.js';

const isSoak = process.env['SOAK'] === '1';

const AS_MODULES = [
  { option: 'NET_SCH_PRIO', value: 'm' },
  { option: 'NET_CLS_FLOWER', value: 'm' },
];
const BUILT_IN = [{ option: 'NET_SCH_PRIO', value: 'y' }, 'NET_CLS_FLOWER', 'BLK_DEV_THROTTLING'];
/** What pahole writes depends on how many threads it has, unless it is kept from that. */
const WITH_BTF = [
  ...BUILT_IN,
  { option: 'DEBUG_INFO_NONE', value: 'n' },
  'DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT',
  'BPF_SYSCALL',
  'DEBUG_INFO_BTF',
];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;

beforeAll(async () => {
  scratch = await scratchFolder();
});

afterAll(() => scratch.dispose());

describe('builds at once', () => {
  /** Two in one folder, and one in another folder that needs the same object tree. */
  const FOLDERS = { first: 'one', second: 'one', third: 'other' } as const;
  type Name = keyof typeof FOLDERS;
  const builds = {} as Record<Name, Family>;
  let alone: BuildResult;

  beforeAll(async () => {
    const folder = join(scratch.folder, 'alone');
    alone = await buildSpec(folder, labSpec('amd64', AS_MODULES));
    const cacheFolder = openCache().folder;
    const start = (name: Name, env: Record<string, string> = {}) => {
      const specPath = join(folder, 'minikube-iso.json');
      builds[name] = startBuild({
        request: { specPath, outputFolder: output(name), cacheFolder },
        env,
      });
    };
    const compiling = { tool: 'make', call: '--jobs', lines: 1 };
    const make = await stallingTool(join(scratch.folder, 'tools'), compiling);
    start('first', { PATH: make.path });
    await make.stalled(builds.first);
    start('second');
    start('third');
    for (const name of ['second', 'third'] as const) {
      await until(
        () => builds[name].printed().includes('Waiting'),
        () => `the ${name} build to wait`,
      );
    }
    await make.letGo();
  });

  const output = (name: Name) => join(scratch.folder, FOLDERS[name], 'iso');

  it('in one folder wait for each other, and the second says for whom', () => {
    expect(builds.second.printed()).toBe(
      `Waiting for another build: process ${builds.first.pid}\n`,
    );
  });

  it('on one object tree wait for each other when they get there, and say for whom', () => {
    const lines = builds.third.printed().trimEnd().split('\n');
    expect(lines).toContain('Get the kernel source: done in 0 s, was there already');
    expect(lines.at(-1)).toBe(`Waiting for another build: process ${builds.first.pid}`);
  });

  it.each(['first', 'second', 'third'] as const)('end well: the %s', async (name) => {
    expect(await builds[name].ended, builds[name].printed()).toBe(0);
    await builds[name].gone();
    expect(await offeredIso(output(name))).toBe(alone.manifest.iso.sha256);
    expect(await leftovers(output(name))).toEqual([]);
  });
});

const CASES = [
  { name: 'modules', require: AS_MODULES, route: 'modules', isLong: false },
  { name: 'a kernel', require: BUILT_IN, route: 'kernel', isLong: true },
  { name: 'a kernel with BTF', require: WITH_BTF, route: 'kernel', isLong: true },
];

// A kernel that is compiled from nothing takes many minutes: `npm run soak` tries those too.
describe.each(CASES.filter(({ isLong }) => isSoak || !isLong))(
  'builds of $name from the same inputs',
  ({ name, require, route }) => {
    const title = 'make the same bytes in different folders with different caches';
    it(title, { timeout: 60 * 60_000 }, async () => {
      const folder = join(scratch.folder, name.replaceAll(' ', '-'));
      const spec = labSpec('amd64', require);
      const here = await buildSpec(join(folder, 'here'), spec);
      const there = await buildSpec(join(folder, 'there/deeper'), spec, {
        cacheFolder: join(folder, 'a-cache-of-its-own'),
      });
      expect(here.manifest.route).toBe(route);
      expect(there.stages.filter(({ cached }) => cached).map((stage) => stage.name)).toEqual([
        'Get the base ISO',
      ]);
      expect(await sha256File(there.files.iso)).toBe(await sha256File(here.files.iso));
      expect(await readFile(there.files.manifest, 'utf8')).toBe(
        await readFile(here.files.manifest, 'utf8'),
      );
      // A source and a whole kernel's objects take gigabytes.
      await rm(folder, { recursive: true });
    });
  },
);
