// What is proven of an ISO's modules, from its bytes: each rule with an ISO that breaks it alone.
import { describe, expect, it } from 'vitest';
import { testFolder } from '../image/iso9660/iso.testing.js';
import { entry } from '../image/initrd/initrd.testing.js';
import { bytesSource, formatOverlayRecord, overlayRecord } from '../image/index.js';
import { sha256 } from '../runtime/index.js';
import type { Requirement } from '../spec/index.js';
import { judgeInspection } from './facts.js';
import { inspectIso, type KernelOffers } from './inspect-iso.js';
import { FOLDER, inspected, moduleFor, moduleIso, type ModuleIso } from './module-iso.testing.js';
import type { ActualOption } from './verdict.js';

const folder = testFolder();
const PRIO = 'kernel/net/sched/sch_prio.ko';
const HELPER = 'kernel/lib/helper.ko';
const AS_MODULE = 'CONFIG_NET_SCH_PRIO=m\n';
const MODVERSIONS = 'CONFIG_MODVERSIONS=y\n';

function wants(option: string, ...values: string[]): Requirement {
  return { kind: 'option', option, values, reason: 'It is needed.', origins: ['spec'] };
}

/** What is found of NET_SCH_PRIO as a module, or of another option. */
async function proofOf(
  iso: ModuleIso,
  requirement = wants('NET_SCH_PRIO', 'm'),
  modulesOf?: (option: string) => string[],
): Promise<Pick<ActualOption, 'status' | 'detail'> | undefined> {
  const inspection = await inspected(folder, iso);
  return judgeInspection(inspection, [requirement], modulesOf)[0]?.actual[0];
}

const record = (path: string, content: Uint8Array, ...options: string[]) => ({
  'nx-minikube-iso.json': formatOverlayRecord(
    overlayRecord([{ path, sha256: sha256(content), options }]),
  ),
});

it('unpacks the same kernel once for several ISOs, and each other one', async () => {
  const offers: KernelOffers = new Map();
  const read = async (iso: ModuleIso) =>
    (await inspectIso(bytesSource(moduleIso(folder, iso)), { depth: 'content', offers })).content
      ?.modules;
  const first = await read({});
  expect((await read({}))?.kernelSymvers?.symvers).toBe(first?.kernelSymvers?.symvers);
  expect(offers.size).toBe(1);
  const other = await read({ config: AS_MODULE, withoutVermagic: true });
  expect(offers.size).toBe(2);
  expect([first?.vermagic === undefined, other?.vermagic === undefined]).toEqual([false, true]);
});

describe('an option that is m', () => {
  it('holds when its module is in the initrd and loads', async () => {
    expect(await proofOf({ config: AS_MODULE, modules: { [PRIO]: moduleFor() } })).toMatchObject({
      status: 'holds',
      value: 'm',
      module: PRIO,
    });
  });

  it('does not hold by its module alone, nor by the config alone', async () => {
    expect((await proofOf({ modules: { [PRIO]: moduleFor() } }))?.status).toBe('fails');
    expect(await proofOf({ config: AS_MODULE })).toMatchObject({
      status: 'fails',
      detail: 'sch_prio.ko is not in the initrd',
    });
  });

  it('does not hold by a module that a later entry of the initrd overwrites', async () => {
    const name = `${FOLDER}/${PRIO}`;
    const later = entry({ name, body: moduleFor({ info: { vermagic: '6.2.0 SMP ' } }) });
    expect(
      await proofOf({ config: AS_MODULE, modules: { [PRIO]: moduleFor() }, more: [later] }),
    ).toMatchObject({ status: 'fails', detail: expect.stringContaining('vermagic') });
  });

  it('does not hold by a module of another release’s folder', async () => {
    const name = 'usr/lib/modules/6.2.0';
    const elsewhere = [
      entry({ name, mode: 0o040755 }),
      entry({ name: `${name}/sch_prio.ko`, body: moduleFor() }),
    ];
    expect((await proofOf({ config: AS_MODULE, more: elsewhere }))?.status).toBe('fails');
  });

  it.each<[string, ModuleIso, string]>([
    ['was built for another kernel', module({ info: { vermagic: '6.1.0 SMP ' } }), 'vermagic'],
    ['imports what nothing exports', module({ imports: ['gone'] }), 'gone, which nothing exports'],
    ['is no module', { modules: { [PRIO]: Buffer.from('text') } }, 'ELF'],
    ['is missing in modules.dep', { ...module({}), dep: `${HELPER}:\n` }, 'modules.dep'],
    [
      'is missing in the form of modules.dep that modprobe reads',
      { ...module({}), files: { 'modules.dep.bin': `${HELPER}:` } },
      'modules.dep',
    ],
    [
      'uses a namespace that it does not import',
      { ...module({}), exports: [{ name: 'printk', namespace: 'LAB' }] },
      'namespace LAB',
    ],
    [
      'is not signed where the kernel asks for it',
      { ...module({}), config: 'CONFIG_MODULE_SIG_FORCE=y\n' },
      'not signed',
    ],
    [
      'is not signed where the kernel is started so that it asks for it',
      { ...module({}), isolinuxArguments: 'quiet module.sig_enforce=1' },
      'not signed',
    ],
    [
      'is not signed where the kernel is started locked down',
      { ...module({}), isolinuxArguments: 'lockdown=integrity' },
      'not signed',
    ],
  ])('does not hold when its module %s', async (_what, iso, detail) => {
    const config = `${AS_MODULE}${iso.config ?? ''}`;
    expect(await proofOf({ ...iso, config })).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining(detail),
    });
  });

  it('holds in a namespace that is not imported where the kernel allows that', async () => {
    const config = `${AS_MODULE}CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS=y\n`;
    const exports = [{ name: 'printk', namespace: 'LAB' }];
    expect(await proofOf({ ...module({}), config, exports })).toMatchObject({ status: 'holds' });
  });

  it('holds where the binary form of modules.dep has it too', async () => {
    const files = { 'modules.dep.bin': `\0\0${PRIO}:\0` };
    const iso = { config: AS_MODULE, modules: { [PRIO]: moduleFor() }, files };
    expect((await proofOf(iso))?.status).toBe('holds');
  });

  it('is not checked when what the kernel asks of modules is not known', async () => {
    const iso = { config: AS_MODULE, modules: { [PRIO]: moduleFor() } };
    expect(await proofOf({ ...iso, withoutVermagic: true })).toMatchObject({
      status: 'not checked',
      detail: expect.stringContaining('vermagic'),
    });
    const notUnderstood = [{ name: 'printk' }, { name: 'printk', table: '_gpl' }];
    expect(await proofOf({ ...iso, exports: notUnderstood })).toMatchObject({
      status: 'not checked',
      detail: expect.stringContaining('what the kernel exports'),
    });
  });

  it('is not checked when nobody knows its module', async () => {
    const config = 'CONFIG_DUMMY=m\n';
    expect(await proofOf({ config }, wants('DUMMY', 'm'))).toMatchObject({
      status: 'not checked',
      detail: expect.stringContaining('the kernel’s source'),
    });
  });

  it('is proven by the modules that the source names, before those that are well known', async () => {
    const iso = { config: AS_MODULE, modules: { [PRIO]: moduleFor() } };
    const more = () => ['sch_prio', 'sch_prio_more'];
    expect(await proofOf(iso, wants('NET_SCH_PRIO', 'm'), more)).toMatchObject({
      status: 'fails',
      detail: 'sch_prio_more.ko is not in the initrd',
    });
    // The source may know of none where an option stands for the module of another.
    expect(await proofOf({ config: AS_MODULE }, undefined, () => [])).toMatchObject({
      status: 'fails',
    });
  });

  function module(built: Parameters<typeof moduleFor>[0]): ModuleIso {
    return { modules: { [PRIO]: moduleFor(built) } };
  }
});

describe('at depth kernel', () => {
  it('an option that the config has not is neither on nor off: the initrd was not read', async () => {
    const files = record(PRIO, moduleFor(), 'NET_SCH_PRIO');
    const iso = moduleIso(folder, { modules: { [PRIO]: moduleFor() }, files });
    const inspection = await inspectIso(bytesSource(iso, 'test.iso'), { depth: 'kernel' });
    const requirements = [
      wants('NET_SCH_PRIO', 'n'),
      wants('NET_SCH_PRIO', 'm'),
      wants('IKCONFIG', 'y'),
    ];
    expect(judgeInspection(inspection, requirements).map(({ status }) => status)).toEqual([
      'not checked',
      'not checked',
      'holds',
    ]);
  });

  it('an option that is m is not checked', async () => {
    const iso = moduleIso(folder, { config: AS_MODULE, modules: { [PRIO]: moduleFor() } });
    const inspection = await inspectIso(bytesSource(iso, 'test.iso'), { depth: 'kernel' });
    expect(judgeInspection(inspection, [wants('NET_SCH_PRIO', 'm')])).toMatchObject([
      { status: 'not checked', actual: [{ value: 'm' }] },
    ]);
  });
});

describe('under MODVERSIONS', () => {
  const exports = [
    { name: 'module_layout', crc: 1 },
    { name: 'printk', crc: 7 },
  ];
  const builtWith = (printk: number): ModuleIso => ({
    config: `${AS_MODULE}${MODVERSIONS}`,
    exports,
    modules: { [PRIO]: moduleFor({ versions: { module_layout: 1, printk } }) },
  });

  it('each checksum must be the kernel’s', async () => {
    expect((await proofOf(builtWith(7)))?.status).toBe('holds');
    expect(await proofOf(builtWith(8))).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining('another printk'),
    });
  });

  it('the kernel’s own word counts, not that of a Module.symvers beside it', async () => {
    const line = (symbol: string, crc: number) =>
      `0x${crc.toString(16).padStart(8, '0')}\t${symbol}\tvmlinux\tEXPORT_SYMBOL\t\n`;
    const files = { 'Module.symvers': line('module_layout', 1) + line('printk', 8) };
    expect((await proofOf({ ...builtWith(8), files }))?.status).toBe('fails');
    expect((await proofOf({ ...builtWith(7), files }))?.status).toBe('holds');
  });
});

describe('what a module needs', () => {
  const user = moduleFor({ imports: ['printk', 'help'] });
  const helper = moduleFor({ info: { name: 'helper' }, exports: [{ name: 'help' }] });
  const dep = `${PRIO}: ${HELPER}\n${HELPER}:\n`;
  const iso = { config: AS_MODULE, modules: { [PRIO]: user, [HELPER]: helper }, dep };

  it('is loaded before it, as modules.dep says', async () => {
    expect((await proofOf(iso))?.status).toBe('holds');
    expect(await proofOf({ ...iso, dep: `${PRIO}:\n${HELPER}:\n` })).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining(`needs ${HELPER}`),
    });
  });

  it('is what modprobe loads, not a file of the same name that it never does', async () => {
    const listed = moduleFor({ info: { name: 'helper' } });
    const modules = { [PRIO]: user, [HELPER]: listed, 'extra/helper.ko': helper };
    expect(await proofOf({ ...iso, modules })).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining('help, which nothing exports'),
    });
  });
});

describe('an option that only the overlay record names', () => {
  const content = moduleFor();
  const iso = { modules: { [PRIO]: content } };

  it('holds as m when the record’s file is there and loads', async () => {
    const files = record(PRIO, content, 'NET_SCH_PRIO');
    expect(await proofOf({ ...iso, files })).toMatchObject({ status: 'holds', value: 'm' });
    const own = wants('OWN_OPTION', 'm');
    expect(
      await proofOf({ ...iso, files: record(PRIO, content, 'OWN_OPTION') }, own),
    ).toMatchObject({ status: 'holds' });
  });

  it('does not hold by another file than the record’s', async () => {
    const lies = record(PRIO, Buffer.from('another file'), 'NET_SCH_PRIO');
    expect(await proofOf({ ...iso, files: lies })).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining('overlay record'),
    });
    const elsewhere = record('extra/sch_prio.ko', content, 'NET_SCH_PRIO');
    expect(await proofOf({ ...iso, files: elsewhere })).toMatchObject({
      status: 'fails',
      detail: 'extra/sch_prio.ko is not there as the overlay record names it',
    });
  });

  it('does not hold as the well-known module of another option', async () => {
    const other = { 'kernel/other.ko': content };
    const files = record('kernel/other.ko', content, 'NET_SCH_PRIO');
    expect(await proofOf({ modules: other, files })).toMatchObject({
      status: 'fails',
      detail: 'sch_prio.ko is not in the initrd',
    });
  });

  it('is neither off nor y', async () => {
    const files = record(PRIO, content, 'NET_SCH_PRIO');
    for (const value of ['n', 'y']) {
      const verdict = await proofOf({ ...iso, files }, wants('NET_SCH_PRIO', value));
      expect(verdict).toMatchObject({ status: 'fails', value: 'm' });
    }
  });

  it('does not hold by a file of its option that was changed, where the config has it too', async () => {
    const lies = record(PRIO, Buffer.from('another file'), 'NET_SCH_PRIO');
    expect(await proofOf({ ...iso, config: AS_MODULE, files: lies })).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining('not the file that the overlay record names'),
    });
  });
});

describe('an arm64 kernel, which does not say what it exports', () => {
  const line = (symbol: string, module: string) =>
    `0x00000000\t${symbol}\t${module}\tEXPORT_SYMBOL\t\n`;
  const arm64 = (module: Parameters<typeof moduleFor>[0], symvers?: string): ModuleIso => ({
    architecture: 'arm64',
    config: AS_MODULE,
    modules: { [PRIO]: moduleFor({ architecture: 'arm64', ...module }) },
    ...(symvers === undefined ? {} : { files: { 'Module.symvers': symvers } }),
  });

  it('is taken at the word of its Module.symvers, and not checked without one', async () => {
    expect((await proofOf(arm64({}, line('printk', 'vmlinux'))))?.status).toBe('holds');
    expect(await proofOf(arm64({}))).toMatchObject({
      status: 'not checked',
      detail: expect.stringContaining('Module.symvers'),
    });
  });

  it('has of its Module.symvers what is in the kernel, not what modules would export', async () => {
    const symvers = line('printk', 'vmlinux') + line('help', 'lib/helper');
    expect(await proofOf(arm64({ imports: ['printk', 'help'] }, symvers))).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining('help, which nothing exports'),
    });
  });

  it('takes no module of another architecture', async () => {
    const iso = arm64({ architecture: 'amd64' }, line('printk', 'vmlinux'));
    expect(await proofOf(iso)).toMatchObject({
      status: 'fails',
      detail: expect.stringContaining('is for amd64'),
    });
  });
});

describe('the modules of an ISO', () => {
  it('are all that have such a name, whether they can be read or not', async () => {
    const inode = { inode: 9, links: 2 };
    const more = [
      entry({ name: 'outside.ko', ...inode, body: moduleFor() }),
      entry({ name: `${FOLDER}/kernel/linked.ko`, ...inode }),
    ];
    const { content } = await inspected(folder, {
      modules: { [PRIO]: moduleFor(), 'kernel/bad.ko': Buffer.from('text') },
      more,
    });
    expect(content?.modules.found.map(({ path, module }) => [path, module !== undefined])).toEqual([
      ['kernel/bad.ko', false],
      ['kernel/linked.ko', false],
      [PRIO, true],
    ]);
  });
});
