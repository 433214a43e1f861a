import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonFile, Project } from 'projen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MinikubeIso, type MinikubeIsoOptions } from './index.js';

const SPEC: MinikubeIsoOptions = { minikube: '1.38.1', kernel: { require: ['chaos-controller'] } };

let folder: string;
let project: Project;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'projen-'));
  vi.stubEnv('PROJEN_DISABLE_POST', 'true');
  project = new Project({ name: 'consumer', outdir: folder });
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const json = (path: string) => JSON.parse(read(path)) as Record<string, unknown>;

function warnings(): string[] {
  const warn = vi.spyOn(project.logger, 'warn').mockImplementation(() => undefined);
  project.synth();
  return warn.mock.calls.map(([text]) => String(text));
}

/** What the tasks run: the folder they do it in, and the command. */
function commands(path = '.projen/tasks.json'): Record<string, string> {
  const { tasks } = json(path) as {
    tasks: Record<string, { steps: { execArgs: string[]; cwd?: string }[] }>;
  };
  return Object.fromEntries(
    Object.entries(tasks)
      .filter(([name]) => name.endsWith('-iso'))
      .map(([name, { steps }]) => [
        name,
        steps.map(({ execArgs, cwd = '' }) => `${cwd}$ ${execArgs.join(' ')}`).join(),
      ]),
  );
}

describe('the spec', () => {
  it('is what the options say, without a mark of projen’s, which no spec has', () => {
    new MinikubeIso(project, { ...SPEC, kernel: { override: { INITRAMFS_SOURCE: null } } });
    project.synth();
    expect(json('minikube-iso.json')).toEqual({
      $schema: './node_modules/nx-minikube-iso/minikube-iso.schema.json',
      minikube: '1.38.1',
      kernel: { override: { INITRAMFS_SOURCE: null } },
    });
  });

  it('is in the folder that is wanted, and finds its schema from there', () => {
    new MinikubeIso(project, { ...SPEC, directory: 'deploy/chaos' });
    project.synth();
    expect(json('deploy/chaos/minikube-iso.json')).toEqual({
      $schema: '../../node_modules/nx-minikube-iso/minikube-iso.schema.json',
      ...SPEC,
    });
  });
});

describe('the tasks', () => {
  it('run the targets in the folder of the spec, where Nx knows which project is meant', () => {
    new MinikubeIso(project, { ...SPEC, directory: 'chaos' });
    project.synth();
    expect(commands()).toEqual({
      'build-iso': 'chaos$ npx nx build-iso',
      'verify-iso': 'chaos$ npx nx verify-iso',
      'publish-iso': 'chaos$ npx nx publish-iso',
      'bump-iso': '$ npx nx generate nx-minikube-iso:bump --project=chaos',
    });
  });

  it('hand on the options that they are given', () => {
    new MinikubeIso(project, SPEC);
    project.synth();
    const { tasks } = json('.projen/tasks.json') as {
      tasks: Record<string, { steps: { receiveArgs?: boolean }[] }>;
    };
    const deaf = Object.entries(tasks).filter(
      ([name, { steps }]) => name.endsWith('-iso') && steps.some((step) => !step.receiveArgs),
    );
    expect(deaf).toEqual([]);
  });

  it('are those of a subproject, named from the workspace', () => {
    const inner = new Project({ parent: project, name: 'inner', outdir: 'packages/inner' });
    new MinikubeIso(inner, SPEC);
    project.synth();
    expect(commands('packages/inner/.projen/tasks.json')).toMatchObject({
      'build-iso': '.$ npx nx build-iso',
      'bump-iso': '$ npx nx generate nx-minikube-iso:bump --project=packages/inner',
    });
    expect(json('packages/inner/minikube-iso.json')['$schema']).toBe(
      '../../node_modules/nx-minikube-iso/minikube-iso.schema.json',
    );
  });
});

describe('what is built', () => {
  it('is not git’s, at the top of the workspace', () => {
    const inner = new Project({ parent: project, name: 'inner', outdir: 'inner' });
    new MinikubeIso(inner, SPEC);
    project.synth();
    expect(read('.gitignore').split('\n')).toContain('/dist/');
    expect(read('inner/.gitignore').split('\n')).not.toContain('/dist/');
  });
});

describe('the plugin', () => {
  it('is registered in an nx.json of the project, which may come later', () => {
    new MinikubeIso(project, SPEC);
    new JsonFile(project, 'nx.json', { obj: { plugins: ['other'], sync: { applyChanges: true } } });
    expect(warnings()).toEqual([]);
    expect(json('nx.json')).toMatchObject({
      plugins: ['other', 'nx-minikube-iso'],
      sync: { applyChanges: true, globalGenerators: ['nx-minikube-iso:sync'] },
    });
  });

  it('is registered once for several ISOs', () => {
    new JsonFile(project, 'nx.json', { obj: {} });
    new MinikubeIso(project, SPEC);
    new MinikubeIso(new Project({ parent: project, name: 'inner', outdir: 'inner' }), SPEC);
    project.synth();
    expect(json('nx.json')).toMatchObject({
      plugins: ['nx-minikube-iso'],
      sync: { globalGenerators: ['nx-minikube-iso:sync'] },
    });
  });

  it.each([undefined, '{ "plugins": ["nx-minikube-iso-other"] }'])(
    'is missed in an nx.json that is not projen’s: %j',
    (nxJson) => {
      if (nxJson !== undefined) writeFileSync(join(folder, 'nx.json'), nxJson);
      new MinikubeIso(project, SPEC);
      expect(warnings()).toEqual([
        'nx.json: expected the plugin nx-minikube-iso, found none. Run: npx nx g nx-minikube-iso:init',
      ]);
    },
  );

  it.each([
    '{ "plugins": ["nx-minikube-iso"] }',
    '{"plugins":[{"plugin":"nx-minikube-iso/plugin"}]}',
  ])('is found in the nx.json that is there: %s', (nxJson) => {
    writeFileSync(join(folder, 'nx.json'), nxJson);
    new MinikubeIso(project, SPEC);
    expect(warnings()).toEqual([]);
    expect(read('nx.json')).toBe(nxJson);
  });
});

describe('a second synth', () => {
  it('changes nothing', () => {
    const synth = () => {
      const again = new Project({ name: 'consumer', outdir: folder });
      new JsonFile(again, 'nx.json', { obj: {} });
      new MinikubeIso(again, { ...SPEC, directory: 'chaos' });
      again.synth();
      return ['nx.json', '.gitignore', '.projen/tasks.json', 'chaos/minikube-iso.json'].map(read);
    };
    expect(synth()).toEqual(synth());
  });
});
