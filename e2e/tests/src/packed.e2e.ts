// The packed packages in workspaces outside of this repository, with every version of Nx that they are for.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256File } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerWorkspace, type Consumer } from './support/consumer.js';
import { NX_VERSIONS } from './support/nx-versions.js';
import { packPackage } from './support/packages.js';
import { labIso, scratchFolder } from './support/workspace.js';

const OUTPUTS = ['build.json', 'iso', 'iso.sha256', 'manifest.json'].map(
  (suffix) => `minikube-amd64.${suffix}`,
);

let tarballs: Awaited<ReturnType<typeof scratchFolder>> & {
  files: { 'iso-core': string; 'nx-minikube-iso': string };
};

beforeAll(async () => {
  const scratch = await scratchFolder();
  const core = await packPackage('iso-core', scratch.folder);
  const plugin = await packPackage('nx-minikube-iso', scratch.folder);
  tarballs = { ...scratch, files: { 'iso-core': core, 'nx-minikube-iso': plugin } };
});

afterAll(() => tarballs.dispose());

describe.each(NX_VERSIONS)('installed beside Nx %s', (nxVersion) => {
  let consumer: Consumer;

  beforeAll(async () => {
    consumer = await consumerWorkspace({ nxVersion, tarballs: tarballs.files });
    await consumer.write('chaos/minikube-iso.json', {
      minikube: '1.38.1',
      kernel: { require: ['chaos-controller'] },
    });
    await consumer.write('both/minikube-iso.json', {
      minikube: '1.38.1',
      architectures: ['amd64', 'arm64'],
      kernel: { require: ['chaos-controller'] },
    });
    await consumer.write('missing/minikube-iso.json', {
      base: { amd64: { path: 'no-such.iso' } },
      kernel: { require: ['NET_SCH_PRIO'] },
    });
    await consumer.write('broken/minikube-iso.json', '{ "minikube": ');
  });

  afterAll(() => consumer.dispose());

  it('brings no second copy of Nx', async () => {
    expect(await copiesOf('nx', consumer.folder)).toEqual(['node_modules/nx']);
  });

  it('infers build-iso with its inputs and outputs', async () => {
    const { stdout } = await consumer.nx('show', 'project', 'chaos', '--json');
    const { targets } = JSON.parse(stdout) as { targets: Record<string, unknown> };
    expect(targets['build-iso']).toMatchObject({
      executor: 'nx-minikube-iso:build-iso',
      options: {
        spec: 'chaos/minikube-iso.json',
        architecture: 'amd64',
        outputPath: 'dist/chaos/iso',
      },
      cache: true,
      inputs: [
        '{projectRoot}/minikube-iso.json',
        '{projectRoot}/minikube-iso.*.json',
        '!{projectRoot}/minikube-iso.lock.json',
        { env: 'SOURCE_DATE_EPOCH' },
        { externalDependencies: ['nx-minikube-iso'] },
      ],
      outputs: ['iso', 'iso.sha256', 'manifest.json', 'build.json'].map(
        (suffix) => `{options.outputPath}/minikube-{options.architecture}.${suffix}`,
      ),
    });
  });

  it('infers one target for each architecture, and one for all', async () => {
    const { stdout } = await consumer.nx('show', 'project', 'both', '--json');
    const { targets } = JSON.parse(stdout) as { targets: Record<string, unknown> };
    expect(Object.keys(targets).sort()).toEqual([
      'build-iso',
      'build-iso-amd64',
      'build-iso-arm64',
      'list-isos',
      'publish-iso',
      'publish-iso-amd64',
      'publish-iso-arm64',
      'verify-iso',
      'verify-iso-amd64',
      'verify-iso-arm64',
    ]);
    expect(targets['build-iso']).toMatchObject({
      dependsOn: ['amd64', 'arm64'].map((architecture) => ({
        target: `build-iso-${architecture}`,
        params: 'forward',
      })),
    });
  });

  it('warns about a spec that it cannot read, and goes on', async () => {
    const { exitCode, stdout, stderr } = await consumer.nx('show', 'projects');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['both', 'chaos', 'missing']));
    expect(stdout + stderr).toContain('nx-minikube-iso: broken/minikube-iso.json is not right');
  });

  it('runs its generators', async () => {
    const { exitCode, stdout, stderr } = await consumer.nx('g', 'nx-minikube-iso:iso', 'made');
    expect(exitCode, stdout + stderr).toBe(0);
    const shown = await consumer.nx('show', 'project', 'made', '--json');
    expect(JSON.parse(shown.stdout)).toHaveProperty('targets.build-iso');
  });

  it('fails where a spec cannot be read, also among many', async () => {
    const { exitCode, stdout, stderr } = await consumer.nx(
      ...['run-many', '-t', 'build-iso', '-p', 'broken'],
    );
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toMatch(/^SPEC_NOT_JSON: .*broken\/minikube-iso\.json.*$/m);
  });

  it('fails with a code and what to do next, and writes nothing', async () => {
    const { exitCode, stdout, stderr } = await consumer.nx('run', 'missing:build-iso');
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toMatch(/^BASE_NOT_FOUND: .*no-such\.iso.*$/m);
    expect(stdout + stderr).toMatch(/^ {2}hint: \S/m);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect(await readdir(consumer.folder)).not.toContain('dist');
  });

  it('builds an ISO, and brings it back from Nx’s cache', async () => {
    const base = labIso('amd64');
    const sha256 = await sha256File(base);
    await consumer.write('lab/minikube-iso.json', {
      base: { amd64: { path: base, sha256 } },
      kernel: { require: ['NET_SCH_NETEM', 'NET_SCH_TBF'] },
    });
    const output = join(consumer.folder, 'dist/lab/iso');

    const built = await consumer.nx('run', 'lab:build-iso');
    expect(built, built.stdout + built.stderr).toMatchObject({ exitCode: 0 });
    expect((await readdir(output)).sort()).toEqual(OUTPUTS);
    expect(await sha256File(join(output, 'minikube-amd64.iso'))).toBe(sha256);
    expect((await readFile(join(output, 'minikube-amd64.iso.sha256'), 'utf8')).trim()).toBe(sha256);
    const manifest = await readFile(join(output, 'minikube-amd64.manifest.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ route: 'unchanged' });

    await rm(output, { recursive: true });
    const restored = await consumer.nx('run', 'lab:build-iso');
    expect(restored.stdout + restored.stderr).toMatch(/existing outputs|local cache/);
    expect((await readdir(output)).sort()).toEqual(OUTPUTS);
    expect(await sha256File(join(output, 'minikube-amd64.iso'))).toBe(sha256);
    expect(await readFile(join(output, 'minikube-amd64.manifest.json'), 'utf8')).toBe(manifest);
  });

  it.each(['iso-core', 'nx-minikube-iso', 'nx-minikube-iso/plugin'])(
    'offers the same of %s to import and to require()',
    async (specifier) => {
      const print = 'console.log(Object.keys(all).filter((name) => name !== "__esModule").join());';
      const imported = await consumer.node(
        `import * as all from ${JSON.stringify(specifier)}; ${print}`,
        'module',
      );
      const required = await consumer.node(
        `const all = require(${JSON.stringify(specifier)}); ${print}`,
        'commonjs',
      );
      expect(imported.stdout).not.toBe('');
      expect(required).toEqual(imported);
    },
  );

  it.each([
    'iso-core/minikube-iso.schema.json',
    'iso-core/minikube-iso-lock.schema.json',
    'iso-core/verify-report.schema.json',
    'iso-core/package.json',
    'nx-minikube-iso/executors.json',
    'nx-minikube-iso/generators.json',
    'nx-minikube-iso/migrations.json',
    'nx-minikube-iso/minikube-iso.schema.json',
    'nx-minikube-iso/package.json',
  ])('offers %s', async (specifier) => {
    const { stdout } = await consumer.node(
      `console.log(typeof require(${JSON.stringify(specifier)}))`,
      'commonjs',
    );
    expect(stdout.trim()).toBe('object');
  });
});

/** Where a package is installed, relative to the workspace. */
async function copiesOf(name: string, workspace: string): Promise<string[]> {
  const entries = await readdir(join(workspace, 'node_modules'), { recursive: true });
  return entries
    .filter((path) => path === name || path.endsWith(`node_modules/${name}`))
    .map((path) => `node_modules/${path}`);
}
