import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesSource, readEffectiveInitrd } from '../../image/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { standInQemu } from '../machine/qemu.testing.js';
import type { GuestProbe } from './overlay.js';
import { runProbes, type RunProbesOptions } from './run-probes.js';
import { GUEST, someSubject } from './run-probes.testing.js';

const probe = (name: string, timeoutSeconds = 10): GuestProbe => ({
  name,
  script: `# ${name}\n`,
  values: { KEY: 'value' },
  timeoutSeconds,
});

async function run(script: string, changes: Partial<RunProbesOptions> = {}) {
  const qemu = standInQemu(script);
  const folder = temporaryFolder();
  const temporary = join(folder, 'temporary');
  const result = await runProbes({
    ...(await someSubject(folder)),
    probes: [probe('tbf'), probe('prio')],
    accelerator: 'tcg',
    memoryMiB: 512,
    timeoutSeconds: 30,
    temporaryFolder: temporary,
    ...changes,
  });
  expect(qemu.running()).toEqual([]);
  expect(readdirSync(temporary), 'nothing is left behind').toEqual([]);
  return { ...result, qemu, folder };
}

const BOTH = `say start; say begin tbf; say measure throughput MB/s 1.5 20; say end tbf 0
say begin prio; echo some output; say end prio 1; say 'done'; exec sleep 1000`;

describe('running probes in a guest', () => {
  it('passes when all have run, whatever they say, and brings what they said', async () => {
    const { report, lines, token } = await run(`${GUEST}${BOTH}`);
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(lines.map(({ text }) => text.replace(token, 'T'))).toEqual([
      'SeaBIOS',
      '@nmi:T start',
      '@nmi:T begin tbf',
      '@nmi:T measure throughput MB/s 1.5 20',
      '@nmi:T end tbf 0',
      '@nmi:T begin prio',
      'some output',
      '@nmi:T end prio 1',
      '@nmi:T done',
    ]);
    expect(report).toMatchObject({
      status: 'passed',
      detail: expect.stringMatching(/^It ran 2 probes, done after \d+\.\d s\.$/),
      machine: { qemu: 'qemu-system-x86_64 7.2.22', accelerator: 'tcg', memoryMiB: 512 },
    });
    const names = report.timeline.map(({ name }) => name);
    expect(names).toEqual(['machine started', 'first output', 'probes', 'probes done']);
  });

  it('has another token each time', async () => {
    const [one, other] = [await run(`${GUEST}${BOTH}`), await run(`${GUEST}${BOTH}`)];
    expect(one.token).not.toBe(other.token);
  });

  it('starts the ISO’s own kernel, command line and all, with the probes’ init', async () => {
    const copy = `${GUEST}
mkdir -p COPY; for argument in "$@"; do case $argument in */initrd) cp "$argument" COPY/;; esac; done
${BOTH}`;
    const folder = temporaryFolder();
    const { qemu, token } = await run(copy.replaceAll('COPY', folder));
    const [args = []] = qemu.runs();
    const append = args[args.indexOf('-append') + 1] ?? '';
    expect(append).toMatch(/^console=ttyS0 loglevel=3 .*rdinit=\/nx-minikube-iso\/init$/);

    const initrd = bytesSource(readFileSync(join(folder, 'initrd')), 'initrd');
    const root = await readEffectiveInitrd(initrd, { onFile: () => 'content' });
    const textOf = (path: string) => Buffer.from(root.get(path)?.content ?? '').toString();
    expect(textOf('bin/sh'), 'what was there is there').toBe('a shell');
    expect(textOf('nx-minikube-iso/token')).toBe(`${token}\n`);
    expect(textOf('nx-minikube-iso/probes/prio.sh')).toBe('# prio\n');
    expect(root.get('nx-minikube-iso/init')?.permissions).toBe(0o755);
  });

  it('gives the guest an empty disk that takes no room', async () => {
    const folder = temporaryFolder();
    const measure = `disk=$(printf '%s\\n' "$@" | sed -n 's/.*file=\\(.*scratch.img\\)$/\\1/p')
cp --sparse=always "$disk" ${folder}/disk; stat -c '%s %b' "$disk" >${folder}/size`;
    const { qemu } = await run(`${GUEST}${measure}; ${BOTH}`);
    expect(qemu.runs()[0]).toContain('virtio-blk-pci,drive=disk0,serial=nmi-scratch');
    expect(readFileSync(join(folder, 'size'), 'utf8')).toBe(`${64 * 1024 * 1024} 0\n`);
    expect(statSync(join(folder, 'disk')).size).toBe(64 * 1024 * 1024);
  });

  it('leaves the ISO as it is', async () => {
    const folder = temporaryFolder();
    const subject = await someSubject(folder);
    const before = Buffer.from(await subject.source.read(0, subject.source.size));
    await run(`${GUEST}${BOTH}`, subject);
    const after = Buffer.from(await subject.source.read(0, subject.source.size));
    expect(after.equals(before)).toBe(true);
  });

  it('puts its files where it is told to', async () => {
    const { qemu, report, folder } = await run(`${GUEST}${BOTH}`, { probes: [probe('tbf')] });
    const [args = []] = qemu.runs();
    for (const option of ['-kernel', '-initrd']) {
      expect(args[args.indexOf(option) + 1]).toContain(join(folder, 'temporary/'));
    }
    expect(report.detail).toMatch(/^It ran the probe, done after/);
  });
});
