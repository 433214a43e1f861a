// What Nx builds anew after a commit, by the history of a real repository and with every version of Nx that the
// packages are for. No kernel is compiled: each base has what its spec requires.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256File } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerWorkspace, type Consumer } from './support/consumer.js';
import { NX_VERSIONS } from './support/nx-versions.js';
import { packPackage } from './support/packages.js';
import { labIso, scratchFolder } from './support/workspace.js';

const ALL = ['pinned', 'produced', 'sourced'];

/** Built every time: a file without a digest could change unseen. */
const UNPINNED = ['sourced'];

const kernel = { require: ['NET_SCH_NETEM'] };

let tarballs: { 'iso-core': string; 'nx-minikube-iso': string };
let disposeTarballs: () => Promise<void>;

beforeAll(async () => {
  const { folder, dispose } = await scratchFolder();
  disposeTarballs = dispose;
  tarballs = {
    'iso-core': await packPackage('iso-core', folder),
    'nx-minikube-iso': await packPackage('nx-minikube-iso', folder),
  };
});

afterAll(() => disposeTarballs());

/** The projects whose ISO a commit makes Nx ask for, and those of them that no cache has. */
interface Built {
  readonly asked: readonly string[];
  readonly anew: readonly string[];
  readonly output: string;
}

describe.each(NX_VERSIONS)('with Nx %s', (nxVersion) => {
  let consumer: Consumer;

  const path = (file: string) => join(consumer.folder, file);
  const append = async (file: string, text: string) =>
    writeFile(path(file), `${await readFile(path(file), 'utf8').catch(() => '')}${text}`);

  /** As the lock file of npm says it. */
  async function install(name: string, version: string): Promise<void> {
    const lock = JSON.parse(await readFile(path('package-lock.json'), 'utf8')) as {
      packages: Record<string, object>;
    };
    const entry = `node_modules/${name}`;
    const integrity = `sha512-${Buffer.alloc(64, version).toString('base64')}`;
    lock.packages[entry] = { ...lock.packages[entry], version, integrity };
    await consumer.write('package-lock.json', lock);
  }

  async function git(...args: string[]): Promise<void> {
    const { exitCode, stderr } = await consumer.git(...args);
    expect(exitCode, stderr).toBe(0);
  }

  async function commit(): Promise<void> {
    const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
    await git('add', '--all');
    await git(...author, 'commit', '--quiet', '--message', 'Change');
  }

  async function build(...args: string[]): Promise<Built> {
    const { stdout, stderr } = await consumer.nx(
      ...[...args, '-t', 'build-iso', '--output-style=static'],
    );
    const output = stdout + stderr;
    const tasks = [...output.matchAll(/^> nx run (\w+):build-iso(.*)$/gm)];
    const names = (found: RegExpMatchArray[]) => found.map(([, name = '']) => name).sort();
    return {
      asked: names(tasks),
      anew: names(tasks.filter(([, , state = '']) => !state.includes('cache'))),
      output,
    };
  }

  async function affected(): Promise<Built> {
    await commit();
    return build('affected', '--base=HEAD~1', '--head=HEAD');
  }

  beforeAll(async () => {
    consumer = await consumerWorkspace({ nxVersion, tarballs });
    await mkdir(path('isos'));
    await copyFile(labIso('amd64'), path('isos/base.iso'));
    const sha256 = await sha256File(path('isos/base.iso'));
    await consumer.write('pinned/minikube-iso.json', {
      base: { amd64: { path: '../isos/base.iso', sha256 } },
      kernel,
    });
    await consumer.write('produced/minikube-iso.json', {
      base: { amd64: { path: '../dist/lab/base.iso', producedBy: 'lab:base-iso' } },
      kernel,
    });
    await consumer.write('lab/version.txt', '1\n');
    await consumer.write('lab/project.json', {
      name: 'lab',
      targets: {
        'base-iso': {
          command:
            'mkdir -p dist/lab && cp isos/original.iso dist/lab/base.iso && cp lab/version.txt dist/lab',
          inputs: ['{projectRoot}/version.txt'],
          outputs: ['{workspaceRoot}/dist/lab'],
          cache: true,
        },
      },
    });
    await copyFile(labIso('amd64'), path('isos/original.iso'));
    await consumer.write('linux/Makefile', 'VERSION = 6\n');
    await consumer.write('sourced/minikube-iso.json', {
      base: { amd64: { path: '../isos/original.iso' } },
      kernel: { ...kernel, source: { path: '../linux' } },
    });
    await install('unrelated', '1.0.0');
    await git('init', '--quiet');
    await commit();
    const { anew, output } = await build('run-many');
    expect(anew, output).toEqual(ALL);
  });

  afterAll(() => consumer.dispose());

  it('asks for nothing after a change elsewhere', async () => {
    await append('README.md', 'How to chaos.\n');
    await append('Makefile', 'start:\n\tminikube start\n');
    expect(await affected()).toMatchObject({ asked: [] });
  });

  it.each(['README.md', 'Makefile', 'minikube-iso.lock.json'])(
    'has the ISO in its cache after a change to the %s beside the spec',
    async (file) => {
      await append(`pinned/${file}`, 'start:\n\tminikube start\n');
      const { asked, anew, output } = await affected();
      // Nx 24 asks by tasks, those before it by projects.
      expect(asked, output).toEqual(nxVersion.startsWith('24.') ? [] : ['pinned']);
      expect(anew).toEqual([]);
    },
  );

  it('builds what another spec says', async () => {
    const file = 'pinned/minikube-iso.json';
    const spec = JSON.parse(await readFile(path(file), 'utf8')) as object;
    await consumer.write(file, { ...spec, kernel: { require: ['NET_SCH_TBF'] } });
    expect(await affected()).toMatchObject({ asked: ['pinned'], anew: ['pinned'] });
  });

  it('builds where a further spec comes, by which it might be built', async () => {
    await copyFile(path('pinned/minikube-iso.json'), path('pinned/minikube-iso.other.json'));
    expect(await affected()).toMatchObject({ asked: ['pinned'], anew: ['pinned'] });
  });

  it('builds from another base ISO, which the pin refuses until it is changed as well', async () => {
    const before = await sha256File(path('isos/base.iso'));
    await writeFile(
      path('isos/base.iso'),
      Buffer.concat([await readFile(path('isos/base.iso')), Buffer.alloc(2048)]),
    );
    const refused = await affected();
    expect(refused, refused.output).toMatchObject({ asked: ['pinned'], anew: ['pinned'] });
    expect(refused.output).toContain('DIGEST');

    const now = await sha256File(path('isos/base.iso'));
    for (const file of ['minikube-iso.json', 'minikube-iso.other.json']) {
      const text = await readFile(path(`pinned/${file}`), 'utf8');
      await writeFile(path(`pinned/${file}`), text.replace(before, now));
    }
    const built = await affected();
    expect(built, built.output).toMatchObject({ asked: ['pinned'], anew: ['pinned'] });
    expect(await sha256File(path('dist/pinned/iso/minikube-amd64.iso'))).toBe(now);
  });

  it('builds what a changed project produces the base of', async () => {
    await append('lab/version.txt', '2\n');
    expect(await affected()).toMatchObject({ asked: ['produced'], anew: ['produced'] });
  });

  it('builds where the kernel’s source, a folder, changed', async () => {
    await append('linux/kernel.c', 'int main;\n');
    expect(await affected()).toMatchObject({ asked: ['sourced'], anew: ['sourced'] });
  });

  it.each(['nx-minikube-iso', 'iso-core'])(
    'builds everything with another version of %s, which may have other presets',
    async (name) => {
      await install(name, '0.1.999');
      expect(await affected()).toMatchObject({ asked: ALL, anew: ALL });
    },
  );

  it('has every ISO in its cache with another version of a package that it has nothing to do with', async () => {
    await install('unrelated', '1.0.1');
    const { asked, anew, output } = await affected();
    expect(asked, output).toEqual(ALL);
    expect(anew).toEqual(UNPINNED);
  });
});
