// The projen component in repositories outside of this one: whatever their projenrc is written in.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { localRunner, type CommandResult } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerWorkspace, type Consumer } from './support/consumer.js';
import { outsideEnvironment } from './support/outside-environment.js';
import { packPackage } from './support/packages.js';
import { scratchFolder, WORKSPACE } from './support/workspace.js';

const OLD = 'https://isos.s3.us-east-1.amazonaws.com/minikube/minikube-2026-11-01.iso';
const NEW = OLD.replace('2026-11-01', '2026-11-22');

/** As projen makes them: TypeScript through ts-node, which checks the types, and JavaScript. */
const PROJENRCS = [
  {
    file: '.projenrc.ts',
    imports: `import { JsonFile, TextFile, javascript, typescript } from 'projen';
import { MinikubeIso } from 'nx-minikube-iso/projen';`,
    project: `new typescript.TypeScriptProject({
  name: 'consumer',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  devDeps: ['nx', 'nx-minikube-iso'],
  github: false,
  eslint: false,
  jest: false,
  sampleCode: false,
});`,
    first: ['ts-node', '--compilerOptions', '{"module":"commonjs"}', '.projenrc.ts'],
  },
  {
    file: '.projenrc.js',
    imports: `const { JsonFile, TextFile, javascript } = require('projen');
const { MinikubeIso } = require('nx-minikube-iso/projen');`,
    project: `new javascript.NodeProject({
  name: 'consumer',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  devDeps: ['nx', 'nx-minikube-iso'],
  github: false,
  jest: false,
});`,
    first: ['node', '.projenrc.js'],
  },
  {
    file: '.projenrc.mjs',
    imports: `import { JsonFile, Project, TextFile } from 'projen';
import { MinikubeIso } from 'nx-minikube-iso/projen';`,
    project: `new Project({ name: 'consumer' });
project.defaultTask?.exec('node .projenrc.mjs');`,
    first: ['node', '.projenrc.mjs'],
  },
];

type Projenrc = (typeof PROJENRCS)[number];

function projenrcText({ imports, project, file }: Projenrc): string {
  return `${imports}

// Which ISO everybody uses.
const ISO_URL = '${OLD}';

const project = ${project}
project.addTask('start', { exec: \`minikube start --iso-url=\${ISO_URL}\` });
new TextFile(project, 'Makefile', {
  lines: ['start:', \`\\tminikube start --iso-url=\${ISO_URL}\`, ''],
  readonly: false,
});
project.gitignore.exclude('.nx/', 'node_modules');
new JsonFile(project, 'nx.json', { obj: { analytics: false } });
new MinikubeIso(project, {
  directory: 'chaos',
  minikube: '1.38.1',
  kernel: { require: ['chaos-controller'] },
  publish: { bucket: 'isos' },
  bump: { also: ['../${file}'] },
});
project.synth();
`;
}

let installed: Consumer;

beforeAll(async () => {
  const { folder, dispose } = await scratchFolder();
  try {
    const tarballs = {
      'iso-core': await packPackage('iso-core', folder),
      'nx-minikube-iso': await packPackage('nx-minikube-iso', folder),
    };
    installed = await consumerWorkspace({ nxVersion: '23.2.1', tarballs });
    const { devDependencies } = JSON.parse(
      await readFile(join(WORKSPACE, 'package.json'), 'utf8'),
    ) as { devDependencies: Record<string, string> };
    const further = [
      `projen@${devDependencies['projen'] ?? ''}`,
      `@types/node@${devDependencies['@types/node'] ?? ''}`,
      'typescript@5.9.3',
      'ts-node@10.9.2',
    ];
    await localRunner({
      file: 'npm',
      args: ['install', '--save-dev', '--ignore-scripts', '--loglevel=error', ...further],
      cwd: installed.folder,
      env: outsideEnvironment(),
    });
  } finally {
    await dispose();
  }
});

afterAll(() => installed.dispose());

describe.each(PROJENRCS)('a $file', (projenrc) => {
  let folder: string;
  let dispose: () => Promise<void>;

  async function run(...[file = '', ...args]: readonly string[]): Promise<CommandResult> {
    return localRunner({
      file,
      args,
      cwd: folder,
      env: outsideEnvironment({
        PATH: [join(folder, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
        PROJEN_DISABLE_POST: 'true',
        NX_DAEMON: 'false',
        NX_TUI: 'false',
      }),
    });
  }

  const read = (path: string) => readFile(join(folder, path), 'utf8');

  async function changed(): Promise<string[]> {
    const { stdout } = await run('git', 'status', '--porcelain');
    return stdout.split('\n').filter((line) => line !== '');
  }

  beforeAll(async () => {
    ({ folder, dispose } = await scratchFolder());
    await symlink(join(installed.folder, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, projenrc.file), projenrcText(projenrc));
    await run(...projenrc.first);
    await run('git', 'init', '--quiet');
    await run('git', 'add', '--all');
  });

  afterAll(() => dispose());

  it('writes a spec that gives Nx its targets', async () => {
    expect(JSON.parse(await read('chaos/minikube-iso.json'))).toMatchObject({
      $schema: '../node_modules/nx-minikube-iso/minikube-iso.schema.json',
      minikube: '1.38.1',
    });
    const { stdout } = await run('nx', 'show', 'project', 'chaos', '--json');
    const { targets } = JSON.parse(stdout) as { targets: object };
    expect(Object.keys(targets)).toEqual(['build-iso', 'verify-iso', 'publish-iso', 'list-isos']);
  });

  it('changes nothing the second time', async () => {
    const { stderr } = await run('projen', '--no-post');
    expect(stderr).not.toContain('nx.json');
    expect((await changed()).filter((line) => !line.startsWith('A  '))).toEqual([]);
  });

  it('adds tasks that run the targets, with the options that they are given', async () => {
    const help = await run('projen', 'build-iso', '--help');
    expect(help.stdout + help.stderr).toContain('minikube-iso.json');
  });

  it('has its own URL moved by its task, which the next synth writes everywhere', async () => {
    await mkdir(join(folder, 'dist/chaos/publish'), { recursive: true });
    await writeFile(
      join(folder, 'dist/chaos/publish/publication-amd64.json'),
      JSON.stringify({
        publicationVersion: 1,
        architecture: 'amd64',
        name: 'minikube-2026-11-22.iso',
        url: NEW,
        sha256Url: `${NEW}.sha256`,
        manifestUrl: NEW.replace('.iso', '.manifest.json'),
        object: 's3://isos/minikube/minikube-2026-11-22.iso',
        sha256: 'a'.repeat(64),
        size: 400_000_000,
        kernelRelease: '6.6.95',
        requirements: [],
        verified: true,
      }),
    );
    await run('projen', 'bump-iso', '--offline', `--also=${projenrc.file}`);
    expect(await read(projenrc.file)).toBe(projenrcText(projenrc).replace(OLD, NEW));
    expect(await read('Makefile')).toBe(`start:\n\tminikube start --iso-url=${NEW}\n`);

    await run('projen', '--no-post');
    expect(await read('Makefile')).toBe(`start:\n\tminikube start --iso-url=${NEW}\n`);
    expect(await read('.projen/tasks.json')).toContain(`minikube start --iso-url=${NEW}`);
    expect(await changed()).toEqual(
      expect.arrayContaining([`AM ${projenrc.file}`, '?? chaos/minikube-iso.lock.json']),
    );
    await run('nx', 'sync:check');
  });
});
