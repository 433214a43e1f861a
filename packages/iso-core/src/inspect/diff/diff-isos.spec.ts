import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../image/index.js';
import { entry } from '../../image/initrd/initrd.testing.js';
import { testFolder } from '../../image/iso9660/iso.testing.js';
import { sha256, stableJson } from '../../runtime/index.js';
import { moduleFor, moduleIso, RELEASE, type ModuleIso } from '../module-iso.testing.js';
import { serveSubject } from '../subject/serve-subject.testing.js';
import { diffSchema, type IsoDiff } from './diff.js';
import { diffIsos } from './diff-isos.js';
import { diffLocations } from './diff-locations.js';

const folder = testFolder();
const PRIO = 'kernel/net/sched/sch_prio.ko';
const TBF = 'kernel/net/sched/sch_tbf.ko';
const NETEM = 'kernel/net/sched/sch_netem.ko';

const BEFORE: ModuleIso = {
  config: 'CONFIG_NET_SCH_TBF=m\nCONFIG_NET_SCH_NETEM=m\nCONFIG_HZ=250\nCONFIG_TUN=y\n',
  modules: { [TBF]: moduleFor(), [NETEM]: moduleFor() },
  more: [
    entry({ name: 'etc', mode: 0o040755 }),
    entry({ name: 'etc/issue', body: 'welcome' }),
    entry({ name: 'etc/gone', body: 'gone' }),
    entry({ name: 'etc/mode', body: 'same', mode: 0o100644 }),
    entry({ name: 'etc/link', body: '../one', mode: 0o120777 }),
  ],
};
const AFTER: ModuleIso = {
  config: 'CONFIG_NET_SCH_PRIO=m\nCONFIG_NET_SCH_NETEM=y\nCONFIG_HZ=100\nCONFIG_NET_SCH_TBF=m\n',
  modules: { [PRIO]: moduleFor(), [TBF]: moduleFor({ info: { author: 'again' } }) },
  more: [
    entry({ name: 'etc', mode: 0o040755 }),
    entry({ name: 'etc/issue', body: 'good bye' }),
    entry({ name: 'etc/mode', body: 'same', mode: 0o100600 }),
    entry({ name: 'etc/link', body: '../two', mode: 0o120777 }),
    entry({ name: 'etc/new', body: 'new' }),
  ],
};
const ONE = moduleIso(folder, BEFORE);
const OTHER = moduleIso(folder, AFTER);

async function diff(depth: 'kernel' | 'content', one = ONE, other = OTHER): Promise<IsoDiff> {
  const found = await diffIsos(bytesSource(one, 'one.iso'), bytesSource(other, 'other.iso'), {
    depth,
  });
  // Whatever is found can be written and read again.
  expect(diffSchema.parse(JSON.parse(stableJson(found)))).toEqual(found);
  return found;
}

describe('two ISOs', () => {
  it('differ in kernel options, whatever else is looked at', async () => {
    for (const depth of ['kernel', 'content'] as const) {
      const { options, ...rest } = await diff(depth);
      expect(options).toEqual({
        added: [{ option: 'NET_SCH_PRIO', value: 'm' }],
        removed: [{ option: 'TUN', value: 'y' }],
        changed: [
          { option: 'HZ', before: '250', after: '100' },
          { option: 'NET_SCH_NETEM', before: 'm', after: 'y' },
        ],
      });
      expect(rest.diffVersion).toBe(1);
      expect('modules' in rest).toBe(depth === 'content');
    }
  });

  it('differ in modules, by their path below the modules folder', async () => {
    const { modules } = await diff('content');
    expect(modules?.added.map(({ path }) => path)).toEqual([PRIO]);
    expect(modules?.removed.map(({ path }) => path)).toEqual([NETEM]);
    expect(modules?.changed).toMatchObject([{ path: TBF, what: ['sha256'] }]);
    expect(modules?.added[0]).toMatchObject({ sha256: sha256(moduleFor()), type: 'file' });
    expect(modules?.added[0]?.size).toBe(moduleFor().length);
  });

  it('differ in the files of their roots, modules apart', async () => {
    const { rootFiles } = await diff('content');
    expect(rootFiles?.added.map(({ path }) => path)).toEqual(['etc/new']);
    expect(rootFiles?.removed.map(({ path }) => path)).toEqual(['etc/gone']);
    expect(rootFiles?.changed.map(({ path, what }) => [path, what])).toEqual([
      ['etc/issue', ['size', 'sha256']],
      ['etc/link', ['target']],
      ['etc/mode', ['permissions']],
      [`usr/lib/modules/${RELEASE}/modules.dep`, ['size', 'sha256']],
    ]);
    expect(rootFiles?.changed[2]).toMatchObject({
      before: { permissions: '644' },
      after: { permissions: '600' },
    });
    expect(rootFiles?.changed[1]).toMatchObject({
      before: { target: '../one' },
      after: { target: '../two' },
    });
  });

  it('differ in the files of the ISO, by digest and size', async () => {
    const { isoFiles } = await diff('content');
    expect(isoFiles?.changed.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/boot/bzImage', '/boot/initrd']),
    );
    expect(isoFiles?.added).toEqual([]);
    expect(isoFiles?.removed).toEqual([]);
  });

  it('have sizes, digests and a kernel each', async () => {
    const { from, to } = await diff('content');
    expect(from).toMatchObject({
      name: 'one.iso',
      size: ONE.length,
      sha256: sha256(ONE),
      architecture: 'amd64',
      kernel: { release: RELEASE },
    });
    expect(to.initrd?.unpackedSize).toBeGreaterThan(0);
    expect(to.kernel.configSha256).not.toBe(from.kernel.configSha256);
  });

  it('do not differ from themselves', async () => {
    const nothing = { added: [], removed: [], changed: [] };
    expect(await diff('content', ONE, ONE)).toMatchObject({
      options: nothing,
      modules: nothing,
      rootFiles: nothing,
      isoFiles: nothing,
    });
  });
});

describe('locations', () => {
  it('are compared at depth content when both are files, at kernel when one is a URL', async () => {
    mkdirSync(join(folder, 'files'));
    writeFileSync(join(folder, 'files/one.iso'), ONE);
    writeFileSync(join(folder, 'files/other.iso'), OTHER);
    const server = await serveSubject({ iso: OTHER });
    const options = { folder: join(folder, 'files') };
    const files = await diffLocations('one.iso', 'other.iso', options);
    expect(files).toMatchObject({ depth: 'content', from: { name: 'one.iso' } });
    const url = `${server.url}/other.iso`;
    const remote = await diffLocations('one.iso', url, options);
    expect(remote).toMatchObject({ depth: 'kernel', to: { name: url } });
    expect(remote.options).toEqual(files.options);
    const whole = await diffLocations('one.iso', url, {
      ...options,
      depth: 'content',
      temporaryFolder: folder,
    });
    expect(whole.rootFiles).toEqual(files.rootFiles);
  });

  it('that are no ISO are named', async () => {
    writeFileSync(join(folder, 'text'), 'text'.repeat(10_000));
    const run = diffLocations('text', 'text', { folder });
    await expect(run).rejects.toMatchObject({
      code: 'BASE_NOT_AN_ISO',
      message: expect.stringMatching(/^text/),
    });
  });
});
