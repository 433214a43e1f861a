// ISOs on real machines: through their own boot loaders and with probes, as they should be and as they
// should not. Whatever happens, no machine and no file is left.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bootIso,
  chooseAccelerator,
  defaultMemoryMiB,
  inspectIso,
  localRunner,
  openFile,
  runProbes,
  type Architecture,
  type BootIsoOptions,
  type GuestProbe,
  type ProbesRun,
} from 'iso-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedIso, type IsoChange } from './support/changed-iso.js';
import { machinesOf } from './support/machines.js';
import { labIso, scratchFolder } from './support/workspace.js';

// The base ISO for arm64 takes many minutes more to make: `npm run soak` tries both.
const ARCHITECTURES: readonly Architecture[] =
  process.env['SOAK'] === '1' ? ['amd64', 'arm64'] : ['amd64'];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;

beforeEach(async () => {
  scratch = await scratchFolder();
});

afterEach(async () => {
  await scratch.dispose();
});

async function boot(iso: string, changes: Partial<BootIsoOptions> = {}) {
  const source = await openFile(iso);
  try {
    const inspection = await inspectIso(source, { depth: 'kernel' });
    return await bootIso({
      iso,
      inspection,
      accelerator: 'tcg',
      memoryMiB: 256,
      timeoutSeconds: 180,
      ...changes,
    });
  } finally {
    await source.close();
    expect(machinesOf(iso)).toEqual([]);
  }
}

const probe = (name: string, script: string, timeoutSeconds = 60): GuestProbe => ({
  name,
  script,
  values: {},
  timeoutSeconds,
});

/** Runs probes on the lab's base ISO; each gives the lines between its words, without the token. */
async function run(architecture: Architecture, ...probes: GuestProbe[]) {
  const source = await openFile(labIso(architecture));
  const temporaryFolder = join(scratch.folder, 'temporary');
  try {
    const inspection = await inspectIso(source, { depth: 'content' });
    const content = inspection.content;
    const { report, lines, token } = await runProbes({
      source,
      inspection,
      probes,
      accelerator: 'tcg',
      memoryMiB: defaultMemoryMiB({
        packed: content?.initrdSize ?? 0,
        unpacked: content?.unpackedSize ?? 0,
      }),
      timeoutSeconds: 180,
      temporaryFolder,
    });
    return { report, output: (name: string) => outputOf({ report, lines, token }, name) };
  } finally {
    await source.close();
    expect(machinesOf(scratch.folder)).toEqual([]);
    expect(readdirSync(temporaryFolder)).toEqual([]);
  }
}

function outputOf({ lines, token }: ProbesRun, name: string): string[] {
  const texts = lines.map(({ text }) => text.replace(`@nmi:${token} `, '@'));
  const begin = texts.indexOf(`@begin ${name}`);
  const end = texts.findIndex((text) => text.startsWith(`@end ${name} `));
  return begin === -1 ? [] : texts.slice(begin + 1, end === -1 ? undefined : end + 1);
}

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe.each(ARCHITECTURES)('the ISO for %s', (architecture) => {
  const changed = (change: IsoChange) => changedIso(scratch.folder, architecture, change);

  it('comes up to its login prompt by its own boot loader', async () => {
    const report = await boot(labIso(architecture));
    expect(report.status, report.console).toBe('passed');
    expect(report.detail).toContain('minikube login:');
    const names = report.timeline.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['machine started', 'first output']);
    expect(names.slice(-2)).toEqual(['userspace', 'login prompt']);
    expect(report.console).toMatch(architecture === 'amd64' ? /ISOLINUX/ : /GRUB/);
  });

  it('panics without a root, which is named', async () => {
    const report = await boot(await changed({ withoutRoot: true }));
    expect(report.status, report.console).toBe('failed');
    expect(report.detail).toMatch(/^The kernel panicked after \d+\.\d s: .*root fs/);
  });

  it('hangs without a word, and that is as far as is known', async () => {
    const init = '#!/bin/sh\nwhile :; do sleep 1; done\n';
    const report = await boot(await changed({ init }), { timeoutSeconds: 10 });
    expect(report.status).toBe('failed');
    expect(report.detail).toMatch(/^After \d+\.\d s its console had not shown a login prompt; /);
    expect(report.detail).not.toContain('userspace');
  });

  it('floods its console, of which the end is kept, and comes up after all', async () => {
    const flood = 'yes "flood flood flood flood" | head -n 20000';
    const init = `#!/bin/sh\n${flood}\nprintf "minikube login: "\nexec sleep 1000\n`;
    const report = await boot(await changed({ init }));
    expect(report.status, report.detail).toBe('passed');
    expect(report.droppedLines).toBeGreaterThan(15_000);
    expect(report.console.endsWith('\nflood flood flood flood\nminikube login:')).toBe(true);
  });

  it('restarts at once', async () => {
    const report = await boot(await changed({ init: '#!/bin/sh\nreboot -f\n' }));
    expect(report.status).toBe('failed');
    expect(report.detail).toMatch(/^The machine restarted or powered off after/);
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('is told from a QEMU that got %s', async (signal) => {
    const iso = await changed({ init: '#!/bin/sh\necho; echo Welcome to nothing; sleep 1000\n' });
    const report = await boot(iso, {
      progress: {
        note: () => undefined,
        step: () => ({
          // Userspace is there.
          update: ({ detail }) => {
            if (detail !== 'userspace') return;
            for (const pid of machinesOf(iso)) process.kill(pid, signal);
          },
          done: () => undefined,
          fail: () => undefined,
        }),
      },
    });
    expect(report.status).toBe('not checked');
    expect(report.detail).toContain(`QEMU was killed from outside (${signal})`);
    expect(report.detail).toContain('it came as far as userspace');
  });

  it('runs probes on its own kernel, each in its time, and stays as it is', async () => {
    const before = await sha256(labIso(architecture));
    const { report, output } = await run(
      architecture,
      probe('first', 'uname -r; cat /proc/cmdline; ls /sys/fs/cgroup; measure x ms 1.5 0.5'),
      probe('disk', 'cat /sys/block/*/serial; echo; cat /sys/block/vd*/size'),
      probe('never', 'echo waits; at_exit "echo has cleaned up"; sleep 1000', 3),
      probe('deaf', 'trap "" TERM INT HUP; while :; do echo noise; sleep 0.2; done', 3),
      probe('unfinished', 'printf "no line end"; exit 3'),
      probe('after', 'echo "and it goes on"; measure y ms 2'),
    );
    expect(report.status, report.detail).toBe('passed');
    expect(report.detail).toContain('It ran 6 probes');
    expect(output('first')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/ loglevel=1 panic=-1 rdinit=\/nx-minikube-iso\/init$/),
        expect.stringContaining('cgroup.procs'),
        '@measure x ms 1.5 0.5',
        '@end first 0',
      ]),
    );
    expect(output('disk')).toEqual(expect.arrayContaining(['nmi-scratch', '131072']));
    expect(output('never')).toEqual(
      expect.arrayContaining(['waits', 'has cleaned up', '@end never 124']),
    );
    expect(output('deaf').at(-1)).toBe('@end deaf 124');
    expect(output('unfinished')).toEqual(['no line end', '@end unfinished 3']);
    expect(output('after')).toEqual(['and it goes on', '@measure y ms 2', '@end after 0']);
    expect(await sha256(labIso(architecture))).toBe(before);
  });

  it('is not said to have run its probes when one ends the guest', async () => {
    const { report } = await run(architecture, probe('last', 'kill -s KILL -- -1; sleep 1000', 10));
    expect(report.status).toBe('failed');
    expect(report.detail).toMatch(/restarted or powered off .*; the probe last ran\.$/);
  });
});

describe('the ISO for amd64', () => {
  it('is not booted when nothing of it could be seen', async () => {
    const isolinux =
      'default 1\nlabel 1\nkernel /boot/bzImage\ninitrd /boot/initrd\nappend quiet\n';
    const iso = await changedIso(scratch.folder, 'amd64', {
      files: { '/isolinux/isolinux.cfg': isolinux },
    });
    const report = await boot(iso);
    expect(report.status).toBe('not checked');
    expect(report.hint).toContain('console=ttyS0');
  });

  it('comes up with whatever accelerator this computer has', async () => {
    const { accelerator } = await chooseAccelerator({
      architecture: 'amd64',
      kernel: async () => {
        const kernel = join(scratch.folder, 'kernel');
        const copy = ['-osirrox', 'on', '-indev', labIso('amd64'), '-extract', '/boot/bzImage'];
        await localRunner({ file: 'xorriso', args: [...copy, kernel] });
        return kernel;
      },
    });
    const report = await boot(labIso('amd64'), { accelerator });
    expect(report.status, report.detail).toBe('passed');
  });
});
