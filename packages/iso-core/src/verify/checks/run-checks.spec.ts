import { describe, expect, it } from 'vitest';
import { testFolder } from '../../image/iso9660/iso.testing.js';
import { arm64Iso } from '../../image/boot/boot.testing.js';
import { buildArm64Image, ikconfigOf } from '../../image/kernel-image/kernel-image.testing.js';
import { resolveRelease } from '../../minikube/index.js';
import { sha256 } from '../../runtime/index.js';
import { CHECKS, runChecks, type ChecksRequest, type ChecksResult } from './index.js';
import {
  baseOf,
  FOLDER,
  initrdBytes,
  isoOf,
  kernelBytes,
  manifestOf,
  moduleBytes,
  named,
  NETEM,
  PRIO,
  RELEASE,
  said,
  sourceOf,
  wants,
  type IsoToBuild,
} from './checks.testing.js';

const folder = testFolder();
const BASE = isoOf(folder);

type More = Partial<Omit<ChecksRequest, 'source'>>;

function check(iso: Uint8Array, more: More = {}): Promise<ChecksResult> {
  return runChecks({ source: sourceOf(iso), depth: 'content', requirements: [], ...more });
}

async function checkBuilt(iso: IsoToBuild, more: More = {}): Promise<ChecksResult['checks']> {
  return (await check(isoOf(folder, iso), more)).checks;
}

describe('an ISO that nobody says anything of', () => {
  it('passes every check that has something to go by', async () => {
    const { checks, inspection } = await check(BASE, { architecture: 'amd64' });
    expect(checks.map(({ name }) => name)).toEqual(Object.values(CHECKS).map(({ name }) => name));
    expect(named(checks, 'passed')).toEqual([
      'readable',
      'boot-records',
      'architecture',
      'kernel',
      'initrd',
      'version',
      'modules-listed',
      'modules-vermagic',
      'module-links',
      'modules-stale',
      'modules-foreign',
    ]);
    expect(named(checks, 'not applicable')).toEqual([
      'digest',
      'kernel-release',
      'size',
      'iso-files',
      'content',
    ]);
    expect(inspection?.depth).toBe('content');
  });

  it('leaves unsaid at depth kernel what only the initrd tells', async () => {
    const source = sourceOf(isoOf(folder, { files: { 'boot/initrd': Buffer.alloc(300_000, 1) } }));
    const {
      checks,
      inspection,
      sha256: digest,
    } = await runChecks({
      source,
      depth: 'kernel',
      requirements: [],
    });
    expect(named(checks, 'failed')).toEqual([]);
    expect(named(checks, 'not checked')).toEqual([
      'initrd',
      'version',
      'modules-listed',
      'modules-vermagic',
      'module-links',
      'modules-stale',
      'modules-foreign',
    ]);
    expect(checks.find(({ name }) => name === 'initrd')?.hint).toContain('depth content');
    expect(inspection?.depth).toBe('kernel');
    expect(digest).toBeUndefined();
    expect(source.bytesRead).toBeLessThan(source.size - 300_000);
  });

  it('has its requirements judged by its bytes', async () => {
    const requirements = [wants('NET_SCH_PRIO', 'y', 'm'), wants('NET_CLS_FLOWER', 'y', 'm')];
    const { verdicts } = await check(BASE, { requirements });
    expect(verdicts.map(({ status }) => status)).toEqual(['holds', 'fails']);
  });
});

describe('the digest', () => {
  const right = { from: 'minikube.iso.sha256', sha256: sha256(BASE) };
  const wrong = { from: 'the lock', sha256: 'a'.repeat(64) };
  const unclear = { from: 'x.sha256', problem: 'x.sha256 may not be read', hint: 'Publish it.' };
  const digest = async (more: More) => said((await check(BASE, more)).checks, 'digest');

  it('is compared with everything that names one', async () => {
    expect(await digest({ digests: [right] })).toBe(
      'passed: It is the ISO that minikube.iso.sha256 names.',
    );
    expect(await digest({ digests: [wrong] })).toBe(
      'failed: It is not the ISO that the lock names.',
    );
    expect(await digest({ digests: [right, wrong] })).toContain('name different digests');
  });

  it('is not checked where somebody may have named one, or the ISO was read in part', async () => {
    expect(await digest({ digests: [unclear] })).toBe(
      'not checked: It was not compared: x.sha256 may not be read.',
    );
    expect(await digest({ digests: [right, unclear] })).toMatch(/^not checked/);
    expect(await digest({ digests: [wrong, unclear] })).toMatch(/^failed/);
    expect(await digest({ digests: [right], depth: 'kernel' })).toMatch(/^not checked: .*in part/);
  });

  it('is compared at any depth where it is known already', async () => {
    const known = { digests: [right], depth: 'kernel', sha256: sha256(BASE) } as const;
    expect(await digest(known)).toMatch(/^passed/);
    expect(await digest({ ...known, sha256: 'a'.repeat(64) })).toMatch(/^failed/);
  });

  it('is the manifest’s as well', async () => {
    const manifest = await manifestOf({ base: await baseOf(BASE), iso: BASE, route: 'unchanged' });
    expect(await digest({ manifest })).toBe('passed: It is the ISO that its manifest names.');
    const other = { ...manifest, iso: { ...manifest.iso, sha256: wrong.sha256 } };
    expect(await digest({ manifest: other })).toMatch(/^failed/);
  });
});

describe('boot records', () => {
  it('must bring the firmware of the architecture to a boot loader', async () => {
    const kernel = buildArm64Image([
      'Linux version 6.1.0 (lab@lab) #1 SMP\n\0',
      ikconfigOf('CONFIG_IKCONFIG=y\n'),
    ]);
    const iso = arm64Iso(folder, { 'boot/bzimage': kernel, 'boot/initrd': initrdBytes() });
    const { checks } = await check(iso, { architecture: 'arm64' });
    expect(said(checks, 'boot-records')).toMatch(/^passed: .*\/boot\/bzimage with \/boot\/initrd/);
    expect(checks.find(({ name }) => name === 'boot-records')).toMatchObject({
      wanted: 'EFI',
      actual: expect.stringContaining('EFI (grub)'),
    });
    expect(said(checks, 'architecture')).toBe('passed: Its kernel is for arm64.');
    // Booted by EFI alone, as no machine for amd64 of minikube's does.
    const amd64 = arm64Iso(folder, { 'boot/bzimage': kernelBytes(), 'boot/initrd': initrdBytes() });
    const other = await check(amd64, { architecture: 'amd64' });
    expect(said(other.checks, 'boot-records')).toMatch(/^failed: Machines for amd64 .* BIOS/);
  });

  it('must say where their images lie', async () => {
    const iso = Buffer.from(BASE);
    // Its boot info table's second word is the sector of the image itself.
    iso.writeUInt32LE(7, bootImageOffset(iso) + 12);
    expect(said((await check(iso)).checks, 'boot-records')).toMatch(/^failed: Its boot images/);
  });

  it('are those of the base, when a build made it', async () => {
    const base = await baseOf(BASE);
    const cfg = 'default 1\nlabel 1\n kernel /boot/bzImage\n initrd /boot/initrd\n append quiet\n';
    const iso = isoOf(folder, { files: { 'isolinux/isolinux.cfg': cfg } });
    const manifest = await manifestOf({ base, iso, route: 'unchanged' });
    const { checks } = await check(iso, { base, manifest });
    expect(said(checks, 'boot-records')).toMatch(/^failed: It boots otherwise than its base/);
    expect(said((await check(iso, { base })).checks, 'boot-records')).toMatch(/^passed/);
  });

  it('of another architecture are not those that were asked for', async () => {
    const { checks } = await check(BASE, { architecture: 'arm64' });
    expect(said(checks, 'architecture')).toBe('failed: Its kernel is for amd64.');
  });
});

/** Where isolinux lies: its sector stands in the boot catalog's first entry. */
function bootImageOffset(iso: Buffer): number {
  const record = iso.indexOf('EL TORITO SPECIFICATION', 0, 'latin1') - 7;
  const catalog = iso.readUInt32LE(record + 71) * 2048;
  return iso.readUInt32LE(catalog + 32 + 8) * 2048;
}

describe('the kernel', () => {
  it('is the manifest’s, and on the routes that keep it the base’s', async () => {
    const base = await baseOf(BASE);
    const iso = isoOf(folder, { kernel: kernelBytes({ config: { IKCONFIG: 'y', TUN: 'y' } }) });
    const manifest = await manifestOf({ base, iso, route: 'modules' });
    const kept = await check(iso, { manifest, base });
    expect(said(kept.checks, 'kernel')).toMatch(
      /^failed: Its embedded config is not that of the base/,
    );
    const rebuilt = await check(iso, { manifest: { ...manifest, route: 'kernel' }, base });
    expect(said(rebuilt.checks, 'kernel')).toMatch(/^passed/);
    const { kernel } = manifest;
    const other = { ...manifest, kernel: { ...kernel, sha256: 'b'.repeat(64) } };
    const swapped = await check(iso, { manifest: { ...other, route: 'kernel' }, base });
    expect(said(swapped.checks, 'kernel')).toMatch(/^failed: \/boot\/bzImage has other bytes/);
  });

  it('fails without a config, and takes the requirements’ verdicts with it', async () => {
    const kernel = kernelBytes();
    kernel.fill(0, 0x202, 0x206);
    const { checks, verdicts, inspection } = await check(isoOf(folder, { kernel }), {
      requirements: [wants('NET_SCH_PRIO', 'y')],
    });
    expect(said(checks, 'boot-records')).toMatch(/^failed: ARCHITECTURE_UNKNOWN/);
    expect(inspection).toBeUndefined();
    expect(verdicts.map(({ status }) => status)).toEqual(['not checked']);
  });

  it('is of the release of its base, or of the minikube release that the spec names', async () => {
    const iso = isoOf(folder, { kernel: kernelBytes({ release: '6.6.95', vermagic: '6.6.95 ' }) });
    const release = resolveRelease('1.38.1');
    const of = async (more: More) => said((await check(iso, more)).checks, 'kernel-release');
    expect(release.kernelVersion).toBe('6.6.95');
    expect(await of({ release })).toBe('passed: Its kernel is that of minikube v1.38.1.');
    expect(await of({ base: await baseOf(BASE) })).toMatch(/^failed: .*6\.6\.95.*base is 6\.1\.0/);
    expect(said((await check(BASE, { release })).checks, 'kernel-release')).toMatch(/^failed/);
    // The base is the better witness: it is what the ISO was made from.
    const both = await check(BASE, { release, base: await baseOf(BASE) });
    expect(said(both.checks, 'kernel-release')).toMatch(/^passed/);
  });
});

describe('/version.json', () => {
  const version = async (root: IsoToBuild['root'], more: More = {}) =>
    said(await checkBuilt(root === undefined ? {} : { root }, more), 'version');

  it('has to be there and readable', async () => {
    expect(await version({ 'version.json': undefined })).toMatch(/^failed: There is no/);
    expect(await version({ 'version.json': '[' })).toMatch(/^failed: .* no JSON object/);
    expect(await version({ 'version.json': '{}' })).toMatch(/^passed: .* no iso_version/);
  });

  it('names the ISO of the release that the spec names', async () => {
    const release = resolveRelease('1.38.1');
    expect(await version(undefined, { release })).toBe('passed: /version.json says v1.38.0.');
    const other = { 'version.json': '{"iso_version":"v1.37.0"}' };
    expect(await version(other, { release })).toMatch(/^failed: It is the ISO v1.37.0/);
  });

  it('is not asked of ISOs from before there was one', async () => {
    const root = { 'version.json': undefined, 'etc/VERSION': 'v1.9.0' };
    expect(await version(root)).toMatch(/^failed/);
    const kernel = kernelBytes({ release: '4.19.107', vermagic: '4.19.107 SMP mod_unload ' });
    expect(said(await checkBuilt({ kernel, root }), 'version')).toMatch(/^not applicable/);
    const base = await baseOf(isoOf(folder, { root: { 'version.json': undefined } }));
    expect(await version({ 'version.json': undefined }, { base })).toMatch(/^not applicable/);
  });
});

describe('modules', () => {
  const DEP = `${FOLDER}/modules.dep`;

  it('are those that modules.dep lists, all of them and no others', async () => {
    const gone = await checkBuilt({ root: { [`${FOLDER}/${PRIO}`]: undefined } });
    expect(said(gone, 'modules-listed')).toBe(`failed: ${PRIO} is in modules.dep and not there.`);
    const forgotten = await checkBuilt({ root: { [DEP]: `${NETEM}:\n` } });
    expect(said(forgotten, 'modules-listed')).toMatch(
      /^failed: .*sch_prio.ko is not in modules.dep/,
    );
  });

  it('have to be there when the kernel’s config has options as modules', async () => {
    const none = {
      [`${FOLDER}/${PRIO}`]: undefined,
      [`${FOLDER}/${NETEM}`]: undefined,
      [DEP]: undefined,
    };
    const missing = await checkBuilt({ root: none });
    expect(said(missing, 'modules-listed')).toMatch(/^failed: There is no module .* 2 options/);
    const kernel = kernelBytes({ config: { IKCONFIG: 'y' } });
    const noneWanted = await checkBuilt({ kernel, root: none });
    expect(named(noneWanted, 'not applicable')).toEqual(
      expect.arrayContaining(['modules-listed', 'modules-vermagic', 'modules-foreign']),
    );
  });

  it('are for the kernel’s own release', async () => {
    const other = moduleBytes('sch_prio', { info: { vermagic: '6.1.1 SMP mod_unload ' } });
    const checks = await checkBuilt({ root: { [`${FOLDER}/${PRIO}`]: other } });
    expect(named(checks, 'failed')).toEqual(['modules-vermagic']);
    expect(said(checks, 'modules-vermagic')).toContain('has the vermagic "6.1.1 SMP mod_unload"');
    const broken = await checkBuilt({ root: { [`${FOLDER}/${PRIO}`]: 'no module' } });
    expect(said(broken, 'modules-vermagic')).toMatch(/^failed: .*sch_prio/);
  });

  it('find every symbol that they need, in the kernel or in each other', async () => {
    const needy = moduleBytes('sch_prio', { imports: ['netem_helper'] });
    const alone = await checkBuilt({ root: { [`${FOLDER}/${PRIO}`]: needy } });
    expect(named(alone, 'failed')).toEqual(['module-links']);
    expect(said(alone, 'module-links')).toContain('needs netem_helper, which nothing exports');
    const helper = moduleBytes('sch_netem', { exports: [{ name: 'netem_helper' }] });
    const root = { [`${FOLDER}/${PRIO}`]: needy, [`${FOLDER}/${NETEM}`]: helper };
    expect(said(await checkBuilt({ root }), 'module-links')).toMatch(/^passed/);
  });

  it('have the kernel’s checksums under MODVERSIONS', async () => {
    const crcs = { printk: 1, register_qdisc: 2, module_layout: 3 };
    const kernel = kernelBytes({ crcs, vermagic: `${RELEASE} SMP mod_unload modversions ` });
    const info = { vermagic: `${RELEASE} SMP mod_unload modversions ` };
    const made = (name: string, printk: number) =>
      moduleBytes(name, { info, versions: { printk, module_layout: 3 } });
    const root = {
      [`${FOLDER}/${PRIO}`]: made('sch_prio', 1),
      [`${FOLDER}/${NETEM}`]: made('sch_netem', 1),
    };
    const right = await checkBuilt({ kernel, root });
    expect(said(right, 'module-links')).toMatch(/^passed: .*checksum/);
    const wrong = { ...root, [`${FOLDER}/${NETEM}`]: made('sch_netem', 9) };
    const checks = await checkBuilt({ kernel, root: wrong });
    expect(named(checks, 'failed')).toEqual(['module-links']);
  });

  it('are stale when the kernel has them inside, by its tables, its config or its exports', async () => {
    const builtin = { [`${FOLDER}/modules.builtin`]: `${PRIO}\n` };
    expect(said(await checkBuilt({ root: builtin }), 'modules-stale')).toBe(
      `failed: ${PRIO} is built into the kernel.`,
    );
    const kernel = kernelBytes({ config: { IKCONFIG: 'y', NET_SCH_PRIO: 'y' } });
    expect(said(await checkBuilt({ kernel }), 'modules-stale')).toMatch(/^failed: .*sch_prio.ko/);
    const exporting = moduleBytes('sch_netem', { exports: [{ name: 'register_qdisc' }] });
    const root = { [`${FOLDER}/${NETEM}`]: exporting };
    expect(said(await checkBuilt({ root }), 'modules-stale')).toMatch(
      /^failed: .*sch_netem.ko exports register_qdisc/,
    );
  });

  it('are stale beside another file of the same name', async () => {
    const other = 'extra/sch-prio.ko';
    const root = { [`${FOLDER}/${other}`]: moduleBytes('sch_prio') };
    expect(said(await checkBuilt({ root }), 'modules-stale')).toMatch(
      /^failed: extra\/sch-prio.ko lies beside one that is loaded/,
    );
    const listed = { ...root, [DEP]: `${PRIO}:\n${NETEM}:\n${other}:\n` };
    expect(said(await checkBuilt({ root: listed }), 'modules-stale')).toBe(
      `failed: ${other} is the same module as ${PRIO}.`,
    );
  });

  it('are stale in the folder of a kernel that is not in the ISO, unless its base has them as well', async () => {
    const old = 'usr/lib/modules/5.10.1/kernel/net/sched/sch_prio.ko';
    const root = { [old]: moduleBytes('sch_prio') };
    expect(said(await checkBuilt({ root }), 'modules-stale')).toBe(
      'failed: /lib/modules/5.10.1 is for a kernel that is not in this ISO.',
    );
  });

  it('of a kernel that does not say what it exports are not checked', async () => {
    const iso = arm64Iso(folder, {
      'boot/bzimage': buildArm64Image([
        'Linux version 6.1.0 (lab@lab) #1 SMP\n\0',
        ikconfigOf('CONFIG_IKCONFIG=y\nCONFIG_NET_SCH_PRIO=m\n'),
      ]),
      'boot/initrd': initrdBytes(),
    });
    const { checks } = await check(iso);
    expect(said(checks, 'modules-vermagic')).toMatch(/^not checked/);
    expect(said(checks, 'module-links')).toMatch(/^not checked/);
  });

  it('that fail in the base as well are said, and no fault of what was built from it', async () => {
    const root = { [`${FOLDER}/extra/stray.ko`]: moduleBytes('stray', { imports: ['nowhere'] }) };
    const alone = await checkBuilt({ root });
    expect(named(alone, 'failed')).toEqual(['modules-listed', 'module-links', 'modules-foreign']);
    const base = await baseOf(isoOf(folder, { root }));
    const checks = await checkBuilt({ root }, { base });
    expect(said(checks, 'modules-listed')).toMatch(/^passed: Nothing that its base .*stray.ko/);
    expect(said(checks, 'module-links')).toMatch(/^passed: Nothing that its base .*nowhere/);
  });
});

describe('foreign modules', () => {
  const STRANGER = 'extra/vboxguest.ko';
  const withStranger = (bytes: Uint8Array) => ({
    [`${FOLDER}/${STRANGER}`]: bytes,
    [`${FOLDER}/modules.dep`]: `${PRIO}:\n${NETEM}:\n${STRANGER}:\n`,
  });
  const fits = moduleBytes('vboxguest', { info: { intree: 'N' } });
  const doesNotFit = moduleBytes('vboxguest', { info: { intree: 'N' }, imports: ['gone'] });

  it('are taken where all that they need is there, when nothing tells more', async () => {
    const checks = await checkBuilt({ root: withStranger(fits) });
    expect(said(checks, 'modules-foreign')).toMatch(
      /^passed: Not made from .*vboxguest.*without MODVERSIONS nothing proves more/,
    );
    const broken = await checkBuilt({ root: withStranger(doesNotFit) });
    expect(said(broken, 'modules-foreign')).toMatch(/^failed: .*vboxguest.ko needs gone/);
  });

  it('are every module that neither the build nor the base accounts for', async () => {
    const base = await baseOf(BASE);
    const root = withStranger(moduleBytes('vboxguest'));
    const iso = isoOf(folder, { root });
    const manifest = await manifestOf({ base, iso, route: 'modules' });
    const { checks } = await check(iso, { base, manifest });
    expect(said(checks, 'modules-foreign')).toBe(
      `failed: ${STRANGER} is neither from the build nor from its base.`,
    );
    const written = await manifestOf({ base, iso, route: 'modules', written: root });
    const known = await check(iso, { base, manifest: written });
    expect(said(known.checks, 'modules-foreign')).toMatch(/^passed/);
    expect(named(known.checks, 'failed')).toEqual([]);
  });

  it('are the base’s own after a kernel was rebuilt, unless they were kept and fit', async () => {
    const root = withStranger(fits);
    const base = await baseOf(isoOf(folder, { root }));
    const again = (name: string) => moduleBytes(name, { info: { author: 'built again' } });
    const rebuilt = {
      [`${FOLDER}/${PRIO}`]: again('sch_prio'),
      [`${FOLDER}/${NETEM}`]: again('sch_netem'),
    };
    const iso = isoOf(folder, { root: { ...root, ...rebuilt } });
    const forgotten = await manifestOf({ base, iso, written: rebuilt });
    const stranded = await check(iso, { base, manifest: forgotten });
    expect(said(stranded.checks, 'modules-foreign')).toMatch(/^failed: extra\/vboxguest.ko/);
    const foreign = [{ path: STRANGER, decision: 'kept, as the spec says' }];
    const kept = await manifestOf({ base, iso, written: rebuilt, foreign });
    const accepted = await check(iso, { base, manifest: kept });
    expect(said(accepted.checks, 'modules-foreign')).toMatch(/^passed: Not made from/);
  });
});

describe('against the base', () => {
  it('an ISO that lost a fifth of a part fails', async () => {
    const large = { 'usr/bin/kubelet': Buffer.alloc(400_000, 'k') };
    const base = await baseOf(isoOf(folder, { root: large }));
    const checks = await checkBuilt({ root: { 'usr/bin/kubelet': 'cut' } }, { base });
    expect(said(checks, 'size')).toMatch(
      /^failed: It lost a fifth or more: .*its unpacked root has/,
    );
    const same = await checkBuilt({ root: large }, { base });
    expect(said(same, 'size')).toMatch(/^passed/);
    const itself = await baseOf(BASE);
    const { checks: shallow } = await check(BASE, { base: itself, depth: 'kernel' });
    expect(said(shallow, 'size')).toMatch(/^not checked: How large its unpacked root/);
  });

  it('the manifest stands in for its sizes and its files', async () => {
    const base = await baseOf(BASE);
    const manifest = await manifestOf({
      base,
      iso: BASE,
      written: { 'usr/sbin/tc': 'the program tc' },
    });
    const { checks } = await check(BASE, { manifest });
    expect(said(checks, 'size')).toMatch(/^passed/);
    expect(said(checks, 'content')).toMatch(/^passed: All 1 file that the build wrote/);
    const grown = { ...manifest, initrd: { ...manifest.initrd, baseUnpackedSize: 900_000 } };
    expect(said((await check(BASE, { manifest: grown })).checks, 'size')).toMatch(/^failed/);
    const changed = isoOf(folder, { root: { 'usr/sbin/tc': 'another tc' } });
    expect(said((await check(changed, { manifest })).checks, 'content')).toMatch(
      /^failed: Not the files that the build wrote: usr\/sbin\/tc/,
    );
  });

  it('lost files of the root fail, changed ones are listed', async () => {
    const base = await baseOf(BASE);
    const lost = await checkBuilt({ root: { 'usr/sbin/tc': undefined } }, { base });
    expect(said(lost, 'content')).toBe(
      'failed: 2 paths of its base are gone: usr/sbin, usr/sbin/tc.',
    );
    const changed = await checkBuilt({ root: { 'usr/sbin/tc': 'other', new: 'new' } }, { base });
    expect(said(changed, 'content')).toBe(
      'passed: No path of its base is gone; not as there: usr/sbin/tc, new (new).',
    );
  });

  it('a module that is built in now is not lost', async () => {
    const base = await baseOf(BASE);
    const root = {
      [`${FOLDER}/${PRIO}`]: undefined,
      [`${FOLDER}/modules.dep`]: `${NETEM}:\n`,
      [`${FOLDER}/modules.builtin`]: `${PRIO}\n`,
    };
    expect(said(await checkBuilt({ root }, { base }), 'content')).toMatch(/^passed/);
  });

  it('with a manifest nothing may differ but what the build meant', async () => {
    const base = await baseOf(BASE);
    const root = { 'usr/sbin/tc': 'other' };
    const iso = isoOf(folder, { root });
    const silent = await manifestOf({ base, iso, route: 'modules' });
    const hidden = await check(iso, { base, manifest: silent });
    expect(named(hidden.checks, 'failed')).toEqual(['content']);
    const honest = await manifestOf({ base, iso, route: 'modules', written: root });
    expect(named((await check(iso, { base, manifest: honest })).checks, 'failed')).toEqual([]);
  });

  it('lost files of the ISO fail; with a manifest changed ones do, too', async () => {
    const base = await baseOf(isoOf(folder, { files: { 'boot/notes.txt': 'notes', extra: 'x' } }));
    const lost = await checkBuilt({ files: { 'boot/notes.txt': 'notes' } }, { base });
    expect(said(lost, 'iso-files')).toBe('failed: Files of its base are gone: /extra.');
    const files = { 'boot/notes.txt': 'other', extra: 'x' };
    const changed = await checkBuilt({ files }, { base });
    expect(said(changed, 'iso-files')).toMatch(/^passed: No file .*\/boot\/notes.txt/);
    const iso = isoOf(folder, { files });
    const manifest = await manifestOf({ base, iso, route: 'unchanged' });
    const { checks } = await check(iso, { base, manifest });
    expect(named(checks, 'failed')).toEqual(['iso-files']);
  });

  it('nothing is said when the base is not at hand, or is another one now', async () => {
    const gone = await check(BASE, {
      base: { unavailable: 'the base is gone', hint: 'Fetch it.' },
    });
    for (const name of ['size', 'iso-files', 'content']) {
      expect(said(gone.checks, name)).toBe('not checked: It was not compared: the base is gone.');
    }
    const base = await baseOf(BASE);
    const manifest = await manifestOf({ base, iso: BASE, route: 'unchanged' });
    const other = await check(BASE, { manifest, base: { ...base, sha256: 'c'.repeat(64) } });
    expect(said(other.checks, 'content')).toMatch(/^not checked: .*another one now/);
  });
});
