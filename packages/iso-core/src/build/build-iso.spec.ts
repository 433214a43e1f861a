// Whole builds, and that each stage of them stops what must not be handed out: a false "holds" has to get
// past every one of these.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesSource, OVERLAY_RECORD } from '../image/index.js';
import { inspectIso, type InspectedContent } from '../inspect/index.js';
import { moduleFor, moduleIso } from '../inspect/module-iso.testing.js';
import { testFolder } from '../image/iso9660/iso.testing.js';
import { buildIso } from './build-iso.js';
import { AS_MODULE, moduleNamed, PRIO, smallLab, TBF, type Built } from './small-lab.testing.js';

const { build, leftovers, baseIso, objectTrees } = smallLab();
const folder = testFolder();
const THROTTLING = { makes: { config: 'CONFIG_BLK_DEV_THROTTLING=y\n' } };

async function contentOf({ iso }: Pick<Built, 'iso'>): Promise<InspectedContent> {
  const { content } = await inspectIso(bytesSource(iso), { depth: 'content' });
  if (content === undefined) throw new Error('not inspected');
  return content;
}

const statuses = ({ result }: Built): string[] => [
  ...new Set(result.manifest.requirements.map(({ status }) => status)),
];

describe('a base in which everything holds', () => {
  const base = { config: 'CONFIG_NET_SCH_PRIO=m\n', modules: { [PRIO]: moduleNamed('sch_prio') } };

  it('is handed out as it is', async () => {
    const iso = baseIso(base);
    const built = await build({ baseIso: iso, require: [AS_MODULE] });
    expect(built.result.manifest.route).toBe('unchanged');
    expect(statuses(built)).toEqual(['holds']);
    expect(built.iso.equals(iso)).toBe(true);
  });

  it('is refused where modules.dep lists what is not there', async () => {
    const dep = `${PRIO}:\n${TBF}:\n`;
    await expect(build({ base: { ...base, dep }, require: [AS_MODULE] })).rejects.toMatchObject({
      code: 'SEAL_REFUSED',
      message: expect.stringContaining(`lists ${TBF}, which is not there`),
    });
    expect(leftovers()).toEqual([]);
  });

  it('is refused when it is for another architecture', async () => {
    const iso = moduleIso(folder, { ...base, architecture: 'arm64' });
    await expect(build({ baseIso: iso, require: [AS_MODULE] })).rejects.toMatchObject({
      code: 'BASE_OF_OTHER_ARCHITECTURE',
    });
  });
});

describe('a base that is written to while it is built from', () => {
  it.each([
    ['unchanged', 'Copy the base', 'CONFIG_NET_SCH_PRIO=y\n', 'BASE_CHANGED_MEANWHILE'],
    ['modules', 'Configure the kernel', '', 'FILE_CHANGED'],
  ])('is not vouched for on the route %s', async (_, at, config, code) => {
    const iso = baseIso({ config });
    const other = Buffer.from(iso);
    // Of the system area, which no part of the ISO says anything about.
    other[1000] = 0x55;
    const wish = { baseIso: iso, require: ['NET_SCH_PRIO'], overwrite: { at, base: other } };
    await expect(build(wish)).rejects.toMatchObject({ code });
    expect(leftovers()).toEqual([]);
  });
});

describe('a base with an option that is m', () => {
  const config = 'CONFIG_NET_SCH_PRIO=m\n';

  it.each([
    ['whose module is not there', {}],
    [
      'whose module does not load',
      { modules: { [PRIO]: moduleFor({ info: { vermagic: '5.4.0 SMP ' } }) } },
    ],
  ])('%s is given that module', async (_, lacking) => {
    const built = await build({ base: { config, ...lacking }, require: [AS_MODULE] });
    expect(built.result.manifest.route).toBe('modules');
    expect(statuses(built)).toEqual(['holds']);
    const { modules } = await contentOf(built);
    expect([...modules.listed]).toEqual([PRIO]);
    expect(modules.record?.modules).toMatchObject([{ path: PRIO, options: ['NET_SCH_PRIO'] }]);
  });
});

it.each(['modules', 'kernel'])('writes to a folder with a space by the route %s', async (route) => {
  const output = 'my isos';
  const built =
    route === 'modules'
      ? await build({ output, require: [AS_MODULE] })
      : await build({ ...THROTTLING, output, require: ['BLK_DEV_THROTTLING'] });
  expect(built.result.manifest.route).toBe(route);
  expect(built.result.files.iso).toContain('/my isos/');
});

describe('a base that modules were added to before', () => {
  const TBF_AS_MODULE = { option: 'NET_SCH_TBF', value: 'm' };

  it('is given further ones beside them', async () => {
    const first = await build({ require: [AS_MODULE] });
    const second = await build({ baseIso: first.iso, require: [AS_MODULE, TBF_AS_MODULE] });
    const { manifest } = second.result;
    expect(manifest.route).toBe('modules');
    expect(manifest.configChanges).toEqual([{ option: 'NET_SCH_TBF', before: 'n', after: 'm' }]);
    expect(statuses(second)).toEqual(['holds']);
    const { modules } = await contentOf(second);
    expect(modules.record?.modules.map(({ path }) => path)).toEqual([PRIO, TBF]);
  });

  it('keeps their options under a new kernel, which makes them itself', async () => {
    const first = await build({ require: [AS_MODULE] });
    const second = await build({
      baseIso: first.iso,
      require: ['BLK_DEV_THROTTLING'],
      makes: {
        config: 'CONFIG_NET_SCH_PRIO=m\nCONFIG_BLK_DEV_THROTTLING=y\n',
        modules: { [PRIO]: moduleNamed('sch_prio') },
      },
    });
    const { manifest } = second.result;
    expect(manifest.route).toBe('kernel');
    expect(manifest.configChanges).toEqual([
      { option: 'BLK_DEV_THROTTLING', before: 'n', after: 'y' },
    ]);
    const asked = await build({ baseIso: second.iso, require: [AS_MODULE] });
    expect(asked.result.manifest.route).toBe('unchanged');
  });

  it('is no proof of a module that has gone since', async () => {
    const first = await build({ require: [AS_MODULE] });
    const record = JSON.stringify((await contentOf(first)).modules.record);
    const base = { files: { [OVERLAY_RECORD]: record } };
    const second = await build({ base, require: [AS_MODULE] });
    expect(second.result.manifest.route).toBe('modules');
    expect(statuses(second)).toEqual(['holds']);
  });
});

describe('a module that is added', () => {
  it('holds, with its tables, its record and all that the base had', async () => {
    const base = { config: 'CONFIG_NET_SCH_TBF=m\n', modules: { [TBF]: moduleNamed('sch_tbf') } };
    const built = await build({ base, require: [AS_MODULE] });
    expect(built.result.manifest.route).toBe('modules');
    expect(statuses(built)).toEqual(['holds']);
    const { modules } = await contentOf(built);
    expect([...modules.listed].sort()).toEqual([PRIO, TBF]);
    expect(modules.record?.modules).toMatchObject([{ path: PRIO, options: ['NET_SCH_PRIO'] }]);

    const again = await build({
      baseIso: built.iso,
      require: [AS_MODULE, { option: 'NET_SCH_TBF', value: 'm' }, 'IKCONFIG_PROC'],
    });
    expect(again.result.manifest.route).toBe('unchanged');
  });

  it('comes to lie where /lib leads to, in a base without modules', async () => {
    const built = await build({ base: { withoutFolder: true }, require: [AS_MODULE] });
    expect(statuses(built)).toEqual(['holds']);
    const { root, modules } = await contentOf(built);
    expect(modules.folder).toBe('usr/lib/modules/6.1.0');
    expect(root.get('lib')).toMatchObject({ type: 'symlink', linkTarget: 'usr/lib' });
  });

  it('is compiled in a tree that no other base’s modules are compiled in', async () => {
    await build({ require: [AS_MODULE] });
    const trees = objectTrees();
    await build({ base: { config: 'CONFIG_BLK_DEV_THROTTLING=y\n' }, require: [AS_MODULE] });
    const added = objectTrees().filter((tree) => !trees.includes(tree));
    expect(added).toHaveLength(1);
    await build({ require: [AS_MODULE] });
    expect(objectTrees()).toHaveLength(trees.length + 1);
  });

  it('stays recorded when another is added to it', async () => {
    const first = await build({ require: [AS_MODULE] });
    const second = await build({
      baseIso: first.iso,
      require: [{ option: 'NET_SCH_TBF', value: 'm' }],
    });
    const { modules } = await contentOf(second);
    expect(modules.record?.modules.map(({ path }) => path)).toEqual([PRIO, TBF]);
    expect([...modules.listed].sort()).toEqual([PRIO, TBF]);
  });

  it.each([
    ['comes', '', 'grep -q DISSECTOR $1 || echo CONFIG_DISSECTOR=y >> $1', 'CONFIG_DISSECTOR=y\n'],
    ['goes', 'CONFIG_DISSECTOR=y\n', 'sed -i /DISSECTOR/d $1', ''],
  ])(
    'takes a new kernel where an option without a prompt %s with it',
    async (_how, before, command, after) => {
      const built = await build({
        base: { config: before },
        require: [{ option: 'NET_CLS_FLOWER', value: 'm' }],
        source: { 'olddefconfig.sh': `if grep -q FLOWER=m $1; then ${command}; fi\n` },
        makes: {
          config: `CONFIG_NET_CLS_FLOWER=m\n${after}`,
          modules: { 'kernel/net/sched/cls_flower.ko': moduleNamed('cls_flower') },
        },
      });
      expect(built.result.manifest.route).toBe('kernel');
      expect(statuses(built)).toEqual(['holds']);
    },
  );

  it('takes a new kernel where nobody knows what the base’s exports', async () => {
    const exports = [{ name: 'printk' }, { name: 'printk', table: '_gpl' }];
    const built = await build({
      base: { exports },
      require: [AS_MODULE],
      makes: {
        config: 'CONFIG_NET_SCH_PRIO=m\n',
        modules: { [PRIO]: moduleNamed('sch_prio') },
      },
    });
    expect(built.result.manifest.route).toBe('kernel');
  });

  it('takes a new kernel where the base has the module, for another option', async () => {
    const prio = { [PRIO]: moduleNamed('sch_prio') };
    const built = await build({
      base: { config: 'CONFIG_NET_SCH_PRIO=m\n', modules: prio },
      require: [
        { option: 'SHAPER', value: 'm' },
        { option: 'NET_SCH_TBF', value: 'm' },
      ],
      makes: {
        config: 'CONFIG_NET_SCH_PRIO=m\nCONFIG_SHAPER=m\nCONFIG_NET_SCH_TBF=m\n',
        modules: { ...prio, [TBF]: moduleNamed('sch_tbf') },
      },
    });
    expect(built.result.manifest.route).toBe('kernel');
    expect(statuses(built)).toEqual(['holds']);
  });
});

describe('a new kernel', () => {
  it('is the one that boots, with its modules alone', async () => {
    const stale = { [TBF]: moduleNamed('sch_tbf') };
    const built = await build({
      base: { config: 'CONFIG_NET_SCH_TBF=m\n', modules: stale },
      require: [{ option: 'NET_SCH_TBF', value: 'y' }],
      makes: { config: 'CONFIG_NET_SCH_TBF=y\n', builtin: `${TBF}\n` },
    });
    expect(built.result.manifest.route).toBe('kernel');
    expect(statuses(built)).toEqual(['holds']);
    const { modules } = await contentOf(built);
    expect(modules.found).toEqual([]);
    expect(modules.builtin.builtin).toBe(`${TBF}\n`);
  });

  it('has no table of the base’s, though depmod writes none like it', async () => {
    const files = { 'modules.builtin.ranges': 'old\n', 'modules.dep': '' };
    const tables = async (built: Built) =>
      [...(await contentOf(built)).root.entries.keys()].filter((path) => path.includes('ranges'));
    expect(
      await tables(
        await build({ ...THROTTLING, base: { files }, require: ['BLK_DEV_THROTTLING'] }),
      ),
    ).toEqual([]);
    expect(await tables(await build({ base: { files }, require: [AS_MODULE] }))).toHaveLength(1);
  });

  it('leaves no module of an option that is to be off, which would load all the same', async () => {
    const versions = { module_layout: 1, printk: 7 };
    const exports = [
      { name: 'module_layout', crc: 1 },
      { name: 'printk', crc: 7 },
    ];
    const tbf = moduleFor({ info: { name: 'sch_tbf', intree: 'Y' }, versions });
    const built = await build({
      base: {
        config: 'CONFIG_MODVERSIONS=y\nCONFIG_NET_SCH_TBF=m\n',
        exports,
        modules: { [TBF]: tbf },
      },
      require: [{ option: 'NET_SCH_TBF', value: 'n' }],
      makes: { config: 'CONFIG_MODVERSIONS=y\n# CONFIG_NET_SCH_TBF is not set\n' },
    });
    expect(statuses(built)).toEqual(['holds']);
    const { modules } = await contentOf(built);
    expect(modules.found.map(({ path }) => path)).toEqual([]);
  });

  it('is refused when it carries another config than the one that passed the gate', async () => {
    await expect(
      build({
        require: ['BLK_DEV_THROTTLING'],
        makes: { config: 'CONFIG_BLK_DEV_THROTTLING=y\nCONFIG_NET_SCH_TBF=y\n' },
      }),
    ).rejects.toMatchObject({
      code: 'SEAL_REFUSED',
      message: expect.stringContaining('another config than the one that passed the gate'),
    });
    expect(leftovers()).toEqual([]);
  });
});

describe('before anything is compiled', () => {
  it('an option to be off that the kernel does not know is an error', async () => {
    const require = [{ option: 'NET_SCH_PRIOO', value: 'n' }];
    await expect(build({ require })).rejects.toMatchObject({
      code: 'OPTIONS_NOT_MET',
      message: expect.stringContaining('NET_SCH_PRIO') as string,
    });
    const known = [{ option: 'NET_SCH_PRIO', value: 'n' }];
    const { result } = await build({ require: known });
    expect(result.manifest.route).toBe('unchanged');
  });

  it('an option that Kconfig drops is an error', async () => {
    const source = { 'olddefconfig.sh': 'sed -i /BLK_DEV_THROTTLING/d $1\n' };
    await expect(
      build({ ...THROTTLING, require: ['BLK_DEV_THROTTLING'], source }),
    ).rejects.toMatchObject({ code: 'OPTIONS_NOT_MET' });
  });

  it('an option of the base that goes is an error', async () => {
    const source = { 'olddefconfig.sh': 'sed -i /NET_SCH_TBF/d $1\n' };
    await expect(
      build({
        ...THROTTLING,
        base: { config: 'CONFIG_NET_SCH_TBF=y\n' },
        require: ['BLK_DEV_THROTTLING'],
        source,
      }),
    ).rejects.toMatchObject({ code: 'OPTIONS_LOST' });
  });

  it('an option that went is looked for again once the machine has what it lacked', async () => {
    const { folder, build: buildHere } = smallLab();
    const lacked = join(folder, 'header-that-kconfig-probes');
    const base = { config: 'CONFIG_NET_SCH_TBF=y\n' };
    const again = () =>
      buildHere({
        base,
        require: ['BLK_DEV_THROTTLING'],
        source: { 'olddefconfig.sh': `[ -e ${lacked} ] || sed -i /NET_SCH_TBF/d $1\n` },
        makes: { config: 'CONFIG_NET_SCH_TBF=y\nCONFIG_BLK_DEV_THROTTLING=y\n' },
      });
    await expect(again()).rejects.toMatchObject({ code: 'OPTIONS_LOST' });
    writeFileSync(lacked, '');
    await expect(again()).resolves.toBeDefined();
  });

  it('a file of another machine is an error', async () => {
    const config = 'CONFIG_EXTRA_FIRMWARE="/home/somebody/firmware.bin"\n';
    await expect(
      build({ ...THROTTLING, base: { config }, require: ['BLK_DEV_THROTTLING'] }),
    ).rejects.toMatchObject({ code: 'CONFIG_NAMES_FOREIGN_PATH' });
  });

  it('a release that is not the base’s is an error', async () => {
    const source = { release: '6.1.0-dirty\n' };
    await expect(
      build({ ...THROTTLING, require: ['BLK_DEV_THROTTLING'], source }),
    ).rejects.toMatchObject({ code: 'KERNEL_RELEASE_MISMATCH' });
  });

  it('a config that comes out otherwise the second time is an error, and is not kept', async () => {
    // Configured twice to plan, and once more before it is compiled.
    const script =
      'echo x >> $2/../runs; [ $(wc -l < $2/../runs) -ne 3 ] || echo CONFIG_NET_SCH_TBF=y >> $1\n';
    const own = smallLab();
    const again = {
      ...THROTTLING,
      baseIso: own.baseIso({}),
      require: ['BLK_DEV_THROTTLING'],
      source: { 'olddefconfig.sh': script },
    };
    await expect(own.build(again)).rejects.toMatchObject({ code: 'CONFIG_UNSTABLE' });
    expect(own.configs()).toEqual([]);
    expect((await own.build(again)).result.manifest.route).toBe('kernel');
  });
});

it('refuses a base that loads several initrds, of which one alone could be changed', async () => {
  const base = { isolinuxArguments: 'initrd=/boot/initrd,/boot/initrd' };
  await expect(build({ base, require: [AS_MODULE] })).rejects.toMatchObject({
    code: 'BASE_WITH_SEVERAL_INITRDS',
  });
});

describe('a launcher that reaches other machines', () => {
  it('is for builds on this one', async () => {
    const place = testFolder();
    const specPath = join(place, 'minikube-iso.json');
    const kernel = { compiler: { launcher: 'distcc' } };
    const spec = { minikube: '1.38.1', host: 'container', kernel };
    writeFileSync(specPath, JSON.stringify(spec));
    const request = {
      specPath,
      outputFolder: join(place, 'iso'),
      cacheFolder: join(place, 'cache'),
    };
    await expect(buildIso(request)).rejects.toMatchObject({ code: 'LAUNCHER_NOT_ON_MACHINE' });
  });
});
