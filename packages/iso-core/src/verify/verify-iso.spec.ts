// What a verification does before it reads an ISO, and what it says of what it leaves out.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { arm64Iso } from '../image/boot/boot.testing.js';
import { testFolder } from '../image/iso9660/iso.testing.js';
import { buildArm64Image, ikconfigOf } from '../image/kernel-image/kernel-image.testing.js';
import { silentProgress, stableJson } from '../runtime/index.js';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import { baseOf, initrdBytes, isoOf, kernelBytes, manifestOf } from './checks/checks.testing.js';
import { standInQemu } from './machine/qemu.testing.js';
import type { VerifyOverrides } from './request.js';
import { verifyIso } from './verify-iso.js';

const isos = testFolder();
const CFG = `default 1\nlabel 1\nkernel /boot/bzImage\ninitrd /boot/initrd\nappend console=ttyS0\n`;
const config = { IKCONFIG: 'y', IKCONFIG_PROC: 'y', RD_GZIP: 'y', NET_SCH_NETEM: 'm' };
const ISO = isoOf(isos, {
  kernel: kernelBytes({ config }),
  files: { 'isolinux/isolinux.cfg': CFG },
});
const SPEC = {
  architectures: ['amd64'],
  base: { amd64: { path: 'base.iso' } },
  kernel: { require: ['NET_SCH_NETEM'] },
};
const COMES_UP = `printf 'minikube login: '; exec sleep 1000`;

/** A project with its base ISO, and with `built`, where that is given, as what build-iso made of it. */
async function project(built?: Uint8Array) {
  const folder = temporaryFolder();
  const write = (path: string, content: Uint8Array | string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const spec = (verify: object) => write('minikube-iso.json', JSON.stringify({ ...SPEC, verify }));
  spec({});
  write('base.iso', ISO);
  if (built !== undefined) {
    const manifest = await manifestOf({ base: await baseOf(ISO), iso: built, route: 'unchanged' });
    write('iso/minikube-amd64.iso', built);
    write('iso/minikube-amd64.manifest.json', stableJson(manifest));
  }
  const begun: string[] = [];
  const progress = {
    ...silentProgress,
    step: (title: string) => {
      begun.push(title);
      return silentProgress.step(title);
    },
  };
  const verify = (overrides: VerifyOverrides = {}, outputFolder = join(folder, 'verify')) =>
    verifyIso({
      specPath: join(folder, 'minikube-iso.json'),
      builtFolder: join(folder, 'iso'),
      outputFolder,
      workspace: folder,
      cacheFolder: join(folder, 'cache'),
      overrides,
      progress,
    });
  return { folder, write, spec, verify, begun, iso: join(folder, 'base.iso') };
}

function withoutPrograms(): void {
  vi.stubEnv('PATH', temporaryFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe('before an ISO is read', () => {
  it('the folder for the reports has to take them', async () => {
    const { folder, write, verify, begun } = await project();
    write('file', '');
    const place = join(folder, 'file/verify');
    await expect(verify({ iso: join(folder, 'no-such.iso') }, place)).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringContaining(place),
      hint: expect.stringContaining('--outputPath'),
    });
    expect(begun).toEqual([]);
  });

  it('nothing is left in that folder', async () => {
    const { folder, verify } = await project();
    const verifying = verify({ iso: join(folder, 'no-such.iso') });
    await expect(verifying).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(readdirSync(join(folder, 'verify/other'))).toEqual([]);
  });

  it.each([
    ['the project’s own ISO', false],
    ['an ISO that is named', true],
  ])('%s needs QEMU, and what is missing is said with the way without it', async (_, isNamed) => {
    const { iso, verify, begun } = await project(ISO);
    const overrides = isNamed ? { iso } : {};
    const { files } = await verify({ ...overrides, boot: false });
    begun.length = 0;
    withoutPrograms();
    await expect(verify(overrides)).rejects.toMatchObject({
      code: 'TOOLS_MISSING',
      message: expect.stringContaining('qemu-system-x86_64'),
      hint: expect.stringMatching(/\nOr verify with --boot=false, .*: incomplete at best\.$/),
    });
    expect(begun).toEqual([]);
    expect(existsSync(files.json), 'the earlier report is there').toBe(true);
  });

  it('nothing is needed where nothing is to be booted', async () => {
    const { verify } = await project(ISO);
    withoutPrograms();
    expect((await verify({ boot: false })).report.verdict).toBe('incomplete');
    expect((await verify({ depth: 'kernel' })).report.verdict).toBe('incomplete');
  });

  it('the spec’s own scripts are, and without one the earlier reports stay', async () => {
    const { spec, verify } = await project(ISO);
    const { files } = await verify({ boot: false });
    spec({ scripts: [{ name: 'own', path: 'no-such.sh', expect: { x: { atLeast: 1 } } }] });
    await expect(verify({ boot: false })).rejects.toMatchObject({
      code: 'PROBE_SCRIPT_UNREADABLE',
    });
    const { json, html, probes } = files;
    expect([json, html, probes].map(existsSync)).toEqual([true, true, true]);
  });
});

describe('a verification with both boots', () => {
  it('looks for QEMU once', async () => {
    const { verify, iso } = await project();
    const qemu = standInQemu(COMES_UP);
    const { report } = await verify({ iso, timeout: 1 });
    expect(report.boot?.status).toBe('passed');
    expect(report.probeBoot?.status).toBe('failed');
    expect(report.probeBoot?.machine?.qemu).toBe('qemu-system-x86_64 7.2.22');
    expect(qemu.asked(), 'whether it is there, and which it is').toBe(2);
  });

  it('boots no ISO of another architecture', async () => {
    const { write, verify, folder } = await project();
    const kernel = buildArm64Image([
      'Linux version 6.1.0 (lab@lab) #1 SMP\n\0',
      ikconfigOf('CONFIG_IKCONFIG=y\n'),
    ]);
    write('other.iso', arm64Iso(isos, { 'boot/bzimage': kernel, 'boot/initrd': initrdBytes() }));
    const qemu = standInQemu(COMES_UP);
    const { report } = await verify({ iso: join(folder, 'other.iso') });
    expect(report.verdict).toBe('failed');
    expect(report.boot).toMatchObject({
      status: 'not checked',
      detail: 'It is for arm64, and not for amd64.',
    });
    expect(qemu.runs()).toEqual([]);
  });
});

describe('a boot that was left out', () => {
  it.each([
    [{ boot: false }, 'Booting was turned off.'],
    [{ depth: 'kernel' }, 'It was looked at with depth kernel, which boots nothing.'],
  ] as const)(
    'with %j is said of both boots, with the same reason everywhere',
    async (how, detail) => {
      const { verify, iso } = await project();
      const { report, files } = await verify({ iso, ...how });
      const reasons = report.shortcomings.filter(({ kind }) => kind === 'boot');
      expect(reasons.map(({ name }) => name)).toEqual(['boot', 'probeBoot']);
      expect(new Set(reasons.map((reason) => reason.detail))).toEqual(new Set([detail]));
      expect(report.probeBoot).toEqual(report.boot);
      expect(readFileSync(files.html, 'utf8')).not.toContain('It was not to be booted this way.');
    },
  );

  it('is no boot with probes where none were to run', async () => {
    const { verify, iso } = await project();
    const { report } = await verify({ iso, boot: false, probes: false });
    expect(report.boot?.status).toBe('not checked');
    expect(report.probeBoot).toBeUndefined();
  });
});

describe('the project’s own ISO', () => {
  it('has its digest compared at depth kernel as well', async () => {
    const { verify } = await project(ISO);
    const { report } = await verify({ depth: 'kernel' });
    const digest = report.checks.find(({ name }) => name === 'digest');
    expect(digest).toMatchObject({ status: 'passed', detail: expect.stringContaining('manifest') });
    expect(report.iso.sha256).toBe(digest?.actual);
  });
});
