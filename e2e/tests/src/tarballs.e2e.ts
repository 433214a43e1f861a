// What the published packages hold: everything that they need, and nothing else.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenImports } from './support/imports.js';
import { PACKAGES, sourcesOf, unpackedPackage, type UnpackedPackage } from './support/packages.js';
import { WORKSPACE } from './support/workspace.js';

/** The scripts that guests and nodes run. */
const PROBES = readdirSync(join(WORKSPACE, 'packages/iso-core/probes')).sort();

/** The files of a package that are not in dist/. */
const OWN_FILES = {
  'iso-core': [
    'LICENSE',
    'README.md',
    'builder/Containerfile',
    'builder/Vagrantfile',
    'builder/install-tools.sh',
    'minikube-iso-lock.schema.json',
    'minikube-iso.schema.json',
    'package.json',
    ...PROBES.map((name) => `probes/${name}`),
    'verify-report.schema.json',
    'worker/worker.mjs',
  ],
  'nx-minikube-iso': [
    'LICENSE',
    'PLUGIN.md',
    'README.md',
    'executors.json',
    'generators.json',
    'migrations.json',
    'minikube-iso.schema.json',
    'package.json',
  ],
};

type Named = Readonly<Record<string, { implementation: string; schema: string }>>;

/** The files of dist/ that the compiler makes of a source. */
function outputsOf(source: string): string[] {
  if (/\.(?:spec|testing|d)\./.test(source)) return [];
  const stem = source.replace(/\.ts$/, '');
  return stem === source ? [`dist/${source}`] : [`dist/${stem}.js`, `dist/${stem}.d.ts`];
}

describe.each(PACKAGES)('the tarball of %s', (name) => {
  let unpacked: UnpackedPackage;

  beforeAll(async () => {
    unpacked = await unpackedPackage(name);
  });

  afterAll(() => unpacked.dispose());

  it('has its own files and dist/, and nothing else', () => {
    expect(unpacked.files.filter((file) => !file.startsWith('dist/'))).toEqual(OWN_FILES[name]);
  });

  it('has in dist/ what the sources make: no tests, no helpers, no leftovers', async () => {
    const expected = (await sourcesOf(name)).flatMap(outputsOf).sort();
    expect(unpacked.files.filter((file) => file.startsWith('dist/'))).toEqual(expected);
  });

  it('imports only files that it has and packages that it depends on', async () => {
    expect(await brokenImports(unpacked)).toEqual([]);
  });

  it('says what it is, under which license, and what it runs on', async () => {
    expect(unpacked.manifest).toMatchObject({
      name,
      license: 'Apache-2.0',
      type: 'module',
      engines: { node: '>=20.19.0' },
    });
    expect(unpacked.manifest).not.toHaveProperty('private');
    expect(unpacked.manifest.description).toContain('minikube ISOs');
    expect(await unpacked.read('LICENSE')).toBe(await readFile(join(WORKSPACE, 'LICENSE'), 'utf8'));
    expect(await unpacked.read('README.md')).toContain(`# ${name}\n`);
  });

  it('has every file that its package.json names', () => {
    const { main, types, exports } = unpacked.manifest;
    const exported = Object.values(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    const named = [main, types, ...exported].map((file) => posix.normalize(file));
    expect(named.filter((file) => !unpacked.files.includes(file))).toEqual([]);
  });
});

describe('nx-minikube-iso', () => {
  let core: UnpackedPackage;
  let plugin: UnpackedPackage;

  beforeAll(async () => {
    core = await unpackedPackage('iso-core');
    plugin = await unpackedPackage('nx-minikube-iso');
  });

  afterAll(async () => {
    await core.dispose();
    await plugin.dispose();
  });

  it('depends on the iso-core of its own version, and brings no nx', () => {
    expect(plugin.manifest.version).toBe(core.manifest.version);
    expect(plugin.manifest.dependencies).toMatchObject({ 'iso-core': core.manifest.version });
    expect(plugin.manifest.dependencies).not.toHaveProperty('nx');
  });

  it.each(['executors', 'generators'])('has the code and the options of all %s', async (kind) => {
    const file = JSON.parse(await plugin.read(`${kind}.json`)) as Record<typeof kind, Named>;
    const named = Object.values(file[kind] ?? {}).flatMap(({ implementation, schema }) => [
      `${posix.normalize(implementation)}.js`,
      posix.normalize(schema),
    ]);
    expect(named).not.toEqual([]);
    expect(named.filter((path) => !plugin.files.includes(path))).toEqual([]);
  });

  it('brings the schema of the spec: pnpm puts iso-core where no editor finds it', async () => {
    const file = 'minikube-iso.schema.json';
    expect(await plugin.read(file)).toBe(await core.read(file));
  });
});
