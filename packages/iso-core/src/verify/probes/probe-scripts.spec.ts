import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { runDriver } from './driver.testing.js';
import { judgeProbe } from './judge.js';
import type { Probe, ProbeRun } from './probe.js';
import { packageScript } from './scripts.js';
import { allProbes } from './select.js';

const CONFIG = 'CONFIG_IKCONFIG=y\n'.repeat(100);

/** A probe of this package. */
function ownProbe(name: string): Probe {
  const probe = allProbes({ configSha256: sha256(CONFIG) }).find((each) => each.name === name);
  if (probe === undefined) throw new TypeError(`no probe ${name}`);
  return probe;
}

/** What the core makes of a probe whose script reads `content` where `path` stands in it. */
async function reportOf(name: string, path: string, content: Uint8Array) {
  const folder = temporaryFolder();
  const file = join(folder, 'file');
  await writeFile(file, content);
  const probe = ownProbe(name);
  expect(probe.script).toContain(path);
  const script = probe.script.replaceAll(path, file);
  const { runs } = await runDriver(folder, { [name]: { ...probe, script } });
  return judgeProbe(probe, runs.get(name));
}

describe('btf', () => {
  const btf = (magic: number[], size: number) => {
    const content = new Uint8Array(size);
    content.set(magic);
    return reportOf('btf', '/sys/kernel/btf/vmlinux', content);
  };

  it('measures a file with the format’s magic number', async () => {
    expect(await btf([0x9f, 0xeb], 32 * 1024)).toMatchObject({
      status: 'passed',
      measurements: [{ label: 'types', unit: 'KiB', after: 32 }],
    });
  });

  it('fails with a file of another format, or of hardly any types', async () => {
    expect(await btf([0xeb, 0x9f], 32 * 1024)).toMatchObject({
      status: 'failed',
      detail: expect.stringMatching(/exit code 1: .* begins with eb9f instead of 9feb$/),
    });
    expect(await btf([0x9f, 0xeb], 1024)).toMatchObject({ status: 'failed' });
  });

  it('fails where there is no such file', async () => {
    const { runs } = await runDriver(temporaryFolder(), {
      btf: packageScript('btf.sh').replace('/sys/kernel/btf', '/no/such/folder'),
    });
    expect(runs.get('btf')?.refused).toBe('there is no /no/such/folder/vmlinux');
  });
});

describe('config-gz', () => {
  const config = (text: string) => reportOf('config-gz', '/proc/config.gz', gzipSync(text));

  it('knows the config that was read from the ISO', async () => {
    expect(await config(CONFIG)).toMatchObject({ status: 'passed' });
  });

  it('fails with another one, which is no refusal of the kernel’s', async () => {
    const { status, detail } = await config(`${CONFIG}# another\n`);
    expect(status).toBe('failed');
    expect(detail).toContain(`instead of ${sha256(CONFIG)}`);
    expect(detail).not.toContain('refused');
  });
});

/** Runs a script of this package in the network of the machine, with these programs alone for it. */
async function runWith(
  name: string,
  programs: Readonly<Record<string, string>>,
): Promise<ProbeRun | undefined> {
  const folder = temporaryFolder();
  const begin = `NMI_NETWORK=guest; NMI_PROGRAMS="${folder}/tools"\n`;
  const script = `${begin}${packageScript(`${name}.sh`)}`;
  const { runs } = await runDriver(folder, { [name]: { script } }, { programs });
  return runs.get(name);
}

describe('iptables-nat', () => {
  it('is unable where not even the loopback answers', async () => {
    const run = await runWith('iptables-nat', { ip: '', ping: 'exit 1', iptables: '' });
    expect(run).toMatchObject({ unable: 'the loopback does not answer', measured: [] });
  });

  it('is unable where the network cannot be set up', async () => {
    const ip = `[ "$1" = link ]`;
    const run = await runWith('iptables-nat', { ip, ping: '', iptables: '' });
    expect(run).toMatchObject({ unable: '192.0.2.0/24 cannot be sent to the loopback' });
  });
});

describe('iptables-log', () => {
  /** The log of a kernel that has so many lines with the probe's prefix, and one more of each ping. */
  const programs = (old: number) => ({
    ip: '',
    iptables: `case $* in
*--log-prefix*)
  for prefix in "$@"; do :; done
  for line in ${Array.from({ length: old }, (_, index) => index).join(' ')}; do echo "$prefix"; done >"$NMI/log"
  echo "$prefix" >"$NMI/prefix" ;;
*" -L "*) echo '3 252 LOG' ;;
esac`,
    ping: 'cat "$NMI/prefix" >>"$NMI/log"',
    dmesg: '[ ! -e "$NMI/log" ] || cat "$NMI/log"',
  });

  it.each([0, 2])('counts no lines of before, of which there are %i', async (old) => {
    const run = await runWith('iptables-log', programs(old));
    expect(run).toEqual(
      expect.objectContaining({
        exitCode: 0,
        measured: [
          { label: 'matched', unit: 'packets', after: 3 },
          { label: 'logged', unit: 'lines', after: 3 },
        ],
      }),
    );
  });

  it('is unable where the log cannot be read', async () => {
    const run = await runWith('iptables-log', { ...programs(0), dmesg: 'exit 1' });
    expect(run).toMatchObject({ unable: 'the log of the kernel cannot be read' });
  });
});

describe('disk-throttle', () => {
  /** What its losetup did; to attach is `attach`, after which the device may be told to have a file. */
  async function losetupCalls(attach: string): Promise<string[]> {
    const folder = temporaryFolder();
    const [log, devices] = [join(folder, 'calls'), join(folder, 'devices')];
    await mkdir(join(devices, 'made-up/loop'), { recursive: true });
    const losetup = `has() { echo "$1" >${devices}/made-up/loop/backing_file; }
case $1 in
-f) echo /dev/made-up ;;
-d) echo "detach $2" >>${log} ;;
*) echo "attach $1" >>${log}; ${attach} ;;
esac`;
    const probe = ownProbe('disk-throttle');
    const script = probe.script.replaceAll('/sys/block', devices);
    const driver = join(folder, 'driver');
    await mkdir(driver);
    await runDriver(
      driver,
      { 'disk-throttle': { ...probe, script, timeoutSeconds: 2 } },
      { programs: { losetup } },
    );
    return (await readFile(log, 'utf8')).trimEnd().split('\n');
  }

  it('detaches its loop device also when it is ended while it attaches that', async () => {
    expect(await losetupCalls('has "$2"; exec sleep 600')).toEqual([
      'attach /dev/made-up',
      'detach /dev/made-up',
    ]);
  });

  it.each([
    ['is free yet', 'exec sleep 600'],
    ['somebody else has meanwhile', 'has /home/else/disk; exit 1'],
  ])('detaches none that %s', async (_, attach) => {
    expect(await losetupCalls(attach)).toEqual(['attach /dev/made-up']);
  });
});
