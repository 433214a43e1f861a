// What is packed here, by GNU tar and by the tar that macOS has, is unpacked by the machine's GNU tar: here
// into a folder that is its root.
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IsoError, localRunner, silentProgress, type Runner } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { copyIn, copyOut } from './copy-job.js';
import { guestBehind } from './guest.js';

/** A machine with a root and a home, in which `sudo` does nothing. */
function machine(tar = 'tar') {
  const [root, home, programs] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  writeFileSync(join(programs, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  const run: Runner = (command, options) => {
    const [from = '', to = ''] = command.args.slice(-2);
    switch (command.file) {
      case 'ssh': {
        const line = to
          .replace('(cd /', `(cd '${root}'`)
          .replace('directory=/', `directory='${root}'`);
        const env = { PATH: `${programs}:${process.env['PATH']}` };
        const shell = { ...command, file: 'sh', args: ['-c', line], cwd: home, env };
        return localRunner(shell, options);
      }
      case 'scp':
        copyFileSync(
          ...([from, to].map((path) => path.replace(/^default:/, `${home}/`)) as [string, string]),
        );
        return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
      default:
        return localRunner({ ...command, file: tar }, options);
    }
  };
  const context = { run, progress: silentProgress, signal: new AbortController().signal };
  return { context, guest: guestBehind('ssh-config'), folder: home, root, home };
}

/** Our own file for the machine, in a folder that is like its root. */
function tools() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'opt/x'), { recursive: true });
  writeFileSync(join(folder, 'opt/x/tool'), 'tool');
  return { folder, files: ['/opt/x/tool'] };
}

const TARS = ['tar', 'bsdtar'];
const ODD = `-C it's: "a",\n@b *`;

describe.each(TARS)('what %s packs for a machine', (tar) => {
  it('is at the same paths there, whatever they are called', async () => {
    const here = join(temporaryFolder(), ODD);
    const output = join(here, 'out');
    mkdirSync(join(here, 'tree/deep'), { recursive: true });
    mkdirSync(output);
    writeFileSync(join(here, 'spec.json'), 'spec');
    writeFileSync(join(here, 'tree/deep/file'), 'deep');
    symlinkSync('deep/file', join(here, 'tree/link'));
    symlinkSync('spec.json', join(here, 'linked.json'));
    symlinkSync('tree', join(here, 'linked-tree'));
    const names = ['spec.json', 'tree', 'linked.json', 'linked-tree', 'missing', 'spec.json'];
    const inputs = names.map((name) => join(here, name));
    const there = machine(tar);
    await copyIn({ inputs, cache: '/c', output }, tools(), temporaryFolder(), there);
    const at = (path: string) => join(there.root, here, path);
    expect(readFileSync(join(there.root, 'opt/x/tool'), 'utf8')).toBe('tool');
    for (const name of ['spec.json', 'linked.json']) {
      expect(readFileSync(at(name), 'utf8')).toBe('spec');
      expect(lstatSync(at(name)).isFile()).toBe(true);
    }
    for (const name of ['tree', 'linked-tree']) {
      expect(lstatSync(at(name)).isDirectory()).toBe(true);
      expect(lstatSync(at(`${name}/link`)).isSymbolicLink()).toBe(true);
      expect(readFileSync(at(`${name}/deep/file`), 'utf8')).toBe('deep');
    }
    expect(readdirSync(at('out'))).toEqual([]);
    expect(existsSync(at('missing'))).toBe(false);
    expect(readdirSync(there.home)).toEqual([]);
  });

  it('leaves nothing of an older folder in a machine that is used again', async () => {
    const here = temporaryFolder();
    mkdirSync(join(here, 'tree'));
    mkdirSync(join(here, 'out'));
    writeFileSync(join(here, 'tree/new'), '');
    const there = machine(tar);
    for (const name of ['tree', 'out']) {
      mkdirSync(join(there.root, here, name, 'old'), { recursive: true });
      writeFileSync(join(there.root, here, name, 'old/file'), '');
    }
    const folders = { inputs: [join(here, 'tree')], cache: '/c', output: join(here, 'out') };
    await copyIn(folders, tools(), temporaryFolder(), there);
    expect(readdirSync(join(there.root, here, 'tree'))).toEqual(['new']);
    expect(readdirSync(join(there.root, here, 'out'))).toEqual([]);
  });
});

describe.each(TARS)('what %s brings back', (tar) => {
  it('is the files of the output folder, which is gone from the machine', async () => {
    const output = join(temporaryFolder(), ODD);
    mkdirSync(output);
    const there = machine(tar);
    mkdirSync(join(there.root, output), { recursive: true });
    writeFileSync(join(there.root, output, 'x.iso'), 'iso');
    await copyOut(output, temporaryFolder(), there);
    expect(readFileSync(join(output, 'x.iso'), 'utf8')).toBe('iso');
    expect(existsSync(join(there.root, output))).toBe(false);
  });

  /** Copies out of a machine that hands over an archive of its own making. */
  async function copyArchive(output: string, pack: (name: string) => readonly string[]) {
    const there = machine(tar);
    mkdirSync(join(there.root, output), { recursive: true });
    const run: Runner = async (command, options) => {
      if (command.file !== 'scp') return there.context.run(command, options);
      const args = ['-c', '-P', '-f', command.args.at(-1) ?? '', ...pack(output.slice(1))];
      return localRunner({ file: 'tar', args });
    };
    await copyOut(output, temporaryFolder(), { ...there, context: { ...there.context, run } });
  }

  it('is nothing but plain files', async () => {
    const [output, evil] = [temporaryFolder(), temporaryFolder()];
    const inside = join(evil, output);
    mkdirSync(join(inside, 'folder'), { recursive: true });
    writeFileSync(join(inside, 'folder/x'), '');
    writeFileSync(join(inside, 'x.iso'), 'iso');
    symlinkSync('/etc/passwd', join(inside, 'x.iso.sha256'));
    await copyArchive(output, (name) => ['-C', evil, name]);
    expect(readdirSync(output)).toEqual(['x.iso']);
  });

  it.each(['../escaped', 'link/escaped'])('is never %s', async (path) => {
    const [output, evil, beside] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    writeFileSync(join(evil, 'file'), '');
    symlinkSync(beside, join(evil, 'link'));
    const copied = copyArchive(output, (name) => [
      ...['-C', evil, '--transform', `s,^link$,${name}/link,;s,^file$,${name}/${path},`],
      ...['link', 'file'],
    ]);
    await copied.catch((error: unknown) => expect(error).toBeInstanceOf(IsoError));
    expect(existsSync(join(dirname(output), 'escaped'))).toBe(false);
    expect(readdirSync(beside)).toEqual([]);
  });
});
