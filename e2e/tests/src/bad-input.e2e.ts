// What a build says to bad input, word for word: a code, what was expected and what was found, and the
// next thing to do. Nothing is written to the output folder.
import { copyFile, mkdir, readdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildIso, formatError, localRunner, sha256File } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  entryAt,
  isoWith,
  isoWithout,
  isoWithoutConfig,
  moveTo,
  patchedIso,
  rename,
} from './support/bad-isos.js';
import { linkedWorkspace, type LinkedWorkspace } from './support/linked-workspace.js';
import { KERNEL_SOURCE, labIso, labSpec, scratchFolder } from './support/workspace.js';

const LAB = labIso('amd64');
const PRIO = { option: 'NET_SCH_PRIO', value: 'm' };
const WRONG = '0'.repeat(64);

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
/** The release of the lab's kernel, which follows Debian's. */
let release: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  release = /^\d+\.\d+\.\d+/.exec(await labRelease())?.[0] ?? '';
});

afterAll(() => scratch.dispose());

async function labRelease(): Promise<string> {
  const specPath = await writeSpec(labSpec('amd64', ['NET_SCHED']));
  const outputFolder = join(scratch.folder, 'good');
  return (await buildIso({ specPath, outputFolder })).manifest.kernel.release;
}

const file = (name: string): string => join(scratch.folder, name);

async function writeSpec(spec: object | string): Promise<string> {
  const path = file('minikube-iso.json');
  await writeFile(path, typeof spec === 'string' ? spec : JSON.stringify(spec, null, 2));
  return path;
}

/** What a build of the spec says, with the folder and the kernel's release replaced; it must not succeed. */
async function said(spec: object | string): Promise<string> {
  const outputFolder = file('iso');
  const build = buildIso({ specPath: await writeSpec(spec), outputFolder });
  const text = await build.then(() => 'It was built', formatError);
  expect(await readdir(outputFolder).catch(() => [])).toEqual([]);
  return text.replaceAll(`${scratch.folder}/`, '').replaceAll(release, 'RELEASE');
}

const from = (path: string, more: object = {}): object => ({
  ...labSpec('amd64', [PRIO]),
  base: { amd64: { path, ...more } },
});

const source = (path: string, more: object = {}): object =>
  labSpec('amd64', [PRIO], { source: { path, ...more } });

describe('a spec', () => {
  it('that is not JSON', async () => {
    expect(await said('{ "minikube": "1.38.1", "kernel": { "require": ["NET_SCHED",] } }')).toBe(
      `SPEC_NOT_JSON: minikube-iso.json:1:61: expected a value, found "]"
  hint: JSON has no trailing commas: remove the comma before it.`,
    );
  });

  it('with an unknown key', async () => {
    expect(await said({ kernle: {}, ...labSpec('amd64', [PRIO]) })).toBe(
      `SPEC_INVALID: minikube-iso.json: kernle (line 2): an unknown key (did you mean "kernel"?)
  hint: Correct the spec; with its "$schema" an editor completes keys and shows mistakes.`,
    );
  });

  it('with an unknown preset', async () => {
    expect(await said(labSpec('amd64', ['chaos-controler/network']))).toMatch(
      /^SPEC_UNKNOWN_PRESET: .* found "chaos-controler\/network" \(did you mean "chaos-controller\/network"\?\)\n {2}hint: The presets are chaos-controller,/,
    );
  });

  it('with requirements that contradict each other', async () => {
    expect(await said(labSpec('amd64', ['tc', { option: 'NET_SCH_PRIO', value: 'n' }]))).toBe(
      `SPEC_CONTRADICTION: No kernel can satisfy NET_SCH_PRIO: tc wants y or m, kernel.require[1] wants n
  hint: Remove one of the sides, or give both a value that they share.`,
    );
  });
});

describe('a kernel option', () => {
  it('that is misspelt, and one that lacks what it depends on: both, before anything is compiled', async () => {
    const spec = labSpec('amd64', ['NET_SCH_PRIOO', { option: 'BPF_JIT_ALWAYS_ON', value: 'y' }]);
    expect(await said(spec)).toBe(
      `OPTIONS_NOT_MET: 2 required kernel options do not hold in RELEASE:
    NET_SCH_PRIOO: wanted y or m, Kconfig made it n
        this kernel does not know it for x86; did you mean NET_SCH_PRIO?
    BPF_JIT_ALWAYS_ON: wanted y, Kconfig made it n
        needs BPF_SYSCALL=y (is n)
        needs BPF_JIT=y (is n)
        add: "BPF_SYSCALL", "BPF_JIT"
  hint: Add "BPF_SYSCALL", "BPF_JIT" to kernel.require, or drop what needs them.`,
    );
  });

  it('that no kernel has', async () => {
    expect(await said(labSpec('amd64', ['QUANTUM_TUNNELLING_DEVICE']))).toBe(
      `OPTIONS_NOT_MET: 1 required kernel option does not hold in RELEASE:
    QUANTUM_TUNNELLING_DEVICE: wanted y or m, Kconfig made it n
        this kernel does not know it for x86
  hint: Correct or drop the requirement: no option that could be added makes it hold.`,
    );
  });
});

describe('a base', () => {
  it('that is not there', async () => {
    expect(await said(from('none.iso'))).toBe(
      `BASE_NOT_FOUND: none.iso: expected the base ISO, found nothing
  hint: Correct "base" in the spec; its paths are relative to the spec.`,
    );
  });

  it('that is a folder', async () => {
    await mkdir(file('folder.iso'));
    expect(await said(from('folder.iso'))).toBe(
      `NOT_A_FILE: folder.iso is not a regular file
  hint: Give the path of an image file, not of a folder or a device.`,
    );
  });

  it('that is not an ISO', async () => {
    await writeFile(file('page.iso'), '<!doctype html><title>Not found</title>'.padEnd(100_000));
    expect(await said(from('page.iso'))).toBe(
      `BASE_NOT_AN_ISO: page.iso is not an ISO 9660 image: expected a volume descriptor at byte 32768, found text, maybe an error page
  hint: Give a minikube ISO; official ones are called minikube-<version>-<architecture>.iso.`,
    );
  });

  it('that was cut short', async () => {
    await patchedIso(LAB, file('cut.iso'), (iso) => iso.subarray(0, 1_000_000));
    expect(await said(from('cut.iso'))).toMatch(
      /^ISO_TRUNCATED: cut\.iso is cut short: expected at least \d{7} bytes, found 1000000\n {2}hint: Fetch the ISO again/,
    );
  });

  it('without a kernel', async () => {
    await isoWithout(LAB, file('bare.iso'), '/boot/bzImage');
    expect(await said(from('bare.iso'))).toBe(
      `BOOT_FILE_MISSING: bare.iso: /isolinux/isolinux.cfg names the kernel /boot/bzImage, which is not there
  hint: Use an ISO as minikube publishes them, or one made from such an ISO.`,
    );
  });

  it('whose kernel does not carry its config', async () => {
    await isoWithoutConfig(LAB, file('configless.iso'), scratch.folder);
    expect(await said(from('configless.iso'))).toBe(
      `KERNEL_WITHOUT_IKCONFIG: configless.iso:/boot/bzImage: the kernel RELEASE does not carry its own config (expected CONFIG_IKCONFIG=y)
  hint: Take a base ISO whose kernel has IKCONFIG=y: as m it leaves nothing in the image.`,
    );
  });

  it('with another digest than the spec pins', async () => {
    const found = await sha256File(LAB);
    expect(await said(from(LAB, { sha256: WRONG }))).toBe(
      `BASE_DIGEST_MISMATCH: ${LAB}: expected the SHA-256 ${WRONG}, found ${found}
  hint: Fetch the base again; if this one is meant, put its SHA-256 into the spec.`,
    );
  });
});

describe('a hostile base', () => {
  beforeAll(async () => {
    await mkdir(file('tree/inner'), { recursive: true });
    await writeFile(file('tree/extra'), 'x'.repeat(5000));
    await isoWith(LAB, file('good.iso'), file('tree'), '/tree');
  });

  const hostile = async (edit: (iso: Buffer) => void): Promise<string> =>
    said(from(await patchedIso(file('good.iso'), file('hostile.iso'), edit)));

  const refused = (what: string): string => `ISO_CORRUPT: hostile.iso: ${what}
  hint: Fetch the ISO again and compare its sha256 with the publisher’s.`;

  it('with a folder that contains itself', async () => {
    const loop = await hostile((iso) => moveTo(iso, 'inner', entryAt(iso, 'tree').block));
    expect(loop.replace(/block \d+/, 'block N')).toBe(
      refused('directory /tree/inner loops: its block N was walked before'),
    );
  });

  it('with a folder past its end', async () => {
    expect(await hostile((iso) => moveTo(iso, 'inner', 0x7fffffff))).toBe(
      refused('an extent of 2048 bytes at block 2147483647 is past the end'),
    );
  });

  it('with a file past its end', async () => {
    expect(await hostile((iso) => moveTo(iso, 'extra', 0x7fffffff))).toBe(
      refused('/tree/extra has 5000 bytes at block 2147483647, past the end'),
    );
  });

  it('with a name that leads out of it', async () => {
    expect(await hostile((iso) => rename(iso, 'extra', '../xx'))).toBe(
      refused('/tree has an entry named "../xx"'),
    );
  });
});

describe('a kernel source', () => {
  it('that is not there', async () => {
    expect(await said(source('none.tar.xz'))).toBe(
      `SOURCE_NOT_FOUND: There is no kernel source at none.tar.xz
  hint: Correct "kernel.source.path", or leave it out to fetch the release’s own tarball.`,
    );
  });

  it('of another version', async () => {
    await mkdir(file('linux-5.4.7'));
    await writeFile(file('linux-5.4.7/Makefile'), 'VERSION = 5\nPATCHLEVEL = 4\nSUBLEVEL = 7\n');
    await writeFile(file('linux-5.4.7/Kconfig'), 'mainmenu "Linux"\n');
    await pack('linux-5.4.7.tar.xz', 'linux-5.4.7');
    expect(await said(source('linux-5.4.7.tar.xz'))).toBe(
      `SOURCE_VERSION_MISMATCH: The kernel source linux-5.4.7.tar.xz is Linux 5.4.7, but the base's kernel is RELEASE
  hint: Give the source of Linux RELEASE in "kernel.source", or leave it out to fetch that.`,
    );
  });

  it('that was cut short', async () => {
    await copyFile(KERNEL_SOURCE, file('cut.tar.xz'));
    await truncate(file('cut.tar.xz'), 1_000_000);
    expect(await said(source('cut.tar.xz'))).toBe(
      `SOURCE_CORRUPT: cut.tar.xz cannot be unpacked: xz: (stdin): Unexpected end of input
  hint: Fetch it again, and compare its SHA-256 with the published one.`,
    );
  });

  it('that is something else', async () => {
    await writeFile(file('notes.txt'), 'notes');
    await pack('notes.tar.xz', 'notes.txt');
    expect(await said(source('notes.tar.xz'))).toMatch(
      /^SOURCE_NOT_A_KERNEL: notes\.tar\.xz holds no Linux kernel source\n {2}hint: Its top must have the kernel’s Makefile/,
    );
  });

  it('with another digest than the spec pins', async () => {
    const found = await sha256File(KERNEL_SOURCE);
    expect(await said(source(KERNEL_SOURCE, { sha256: WRONG }))).toBe(
      `SOURCE_HASH_MISMATCH: The kernel source ${KERNEL_SOURCE} has the SHA-256 ${found}, expected ${WRONG}
  hint: Fetch it again; if it is the one you want, put its SHA-256 into "kernel.source.sha256".`,
    );
  });

  async function pack(archive: string, name: string): Promise<void> {
    const args = ['-cJf', file(archive), name];
    await localRunner({ file: 'tar', args, cwd: scratch.folder });
  }
});

/** A PATH with all that this machine has but `lacking`. */
async function pathWithout(lacking: readonly string[]): Promise<string> {
  const folder = file('bin');
  await mkdir(folder);
  const there = new Set(lacking);
  for (const from of ['/usr/bin', '/usr/sbin']) {
    for (const name of await readdir(from)) {
      if (there.has(name)) continue;
      there.add(name);
      await symlink(join(from, name), join(folder, name));
    }
  }
  return folder;
}

describe('nx run chaos:build-iso', () => {
  let workspace: LinkedWorkspace;

  beforeAll(async () => {
    workspace = await linkedWorkspace(file('cache'));
  });

  afterAll(() => workspace.dispose());

  const run = async (spec: object, env: Record<string, string> = {}): Promise<string> => {
    await workspace.write('chaos/minikube-iso.json', spec);
    const task = workspace.nx(['run', 'chaos:build-iso'], env);
    expect(await task.ended).toBe(1);
    await task.gone();
    expect(await readdir(join(workspace.folder, 'dist/chaos/iso')).catch(() => [])).toEqual([]);
    expect(task.printed()).not.toMatch(/^\s+at /m);
    return task.printed();
  };

  it('without its tools names all of them, and the command that installs them', async () => {
    const PATH = await pathWithout(['xorriso', 'make', 'flex', 'bison', 'bc']);
    // By itself it would go to a container, where there is an engine.
    const spec = { ...labSpec('amd64', [PRIO]), host: 'local' };
    expect(await run(spec, { PATH })).toContain(
      `
TOOLS_MISSING: 5 tools are missing on this machine: make (every kernel), flex (every kernel), bison (every kernel), bc (every kernel), xorriso (writing ISOs)
  hint: Run: ${process.geteuid?.() === 0 ? '' : 'sudo '}apt-get install --yes bc bison flex make xorriso
`,
    );
  });

  it('says what is wrong with the spec, and fails', async () => {
    const spec = labSpec('amd64', [PRIO, { option: 'NET_SCH_PRIO', value: 'y' }]);
    expect(await run(spec)).toContain(
      `
SPEC_CONTRADICTION: No kernel can satisfy NET_SCH_PRIO: kernel.require[0] wants m, kernel.require[1] wants y
  hint: Remove one of the sides, or give both a value that they share.
`,
    );
  });
});
