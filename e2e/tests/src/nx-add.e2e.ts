// `nx add` from a registry, in fresh workspaces of pnpm, with every version of Nx that the plugin is for.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Publication } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerWorkspace, type Consumer } from './support/consumer.js';
import { NX_VERSIONS } from './support/nx-versions.js';
import { packPackage } from './support/packages.js';
import { startRegistry, type Registry } from './support/registry.js';
import { scratchFolder, WORKSPACE } from './support/workspace.js';

const SHOP = 'https://isos.example/minikube';
const PUBLICATION: Publication = {
  publicationVersion: 1,
  architecture: 'amd64',
  name: 'minikube-2026-11-22.iso',
  url: `${SHOP}/minikube-2026-11-22.iso`,
  sha256Url: `${SHOP}/minikube-2026-11-22.iso.sha256`,
  manifestUrl: `${SHOP}/minikube-2026-11-22.manifest.json`,
  object: 's3://isos/minikube/minikube-2026-11-22.iso',
  sha256: '0'.repeat(64),
  size: 1,
  kernelRelease: '6.6.95',
  requirements: ['IKCONFIG'],
  verified: true,
};

const DEPENDENCY = /"nx-minikube-iso": "\^?(.*)"/;

let registry: Registry;
let version: string;

beforeAll(async () => {
  const manifest = await readFile(join(WORKSPACE, 'packages/nx-minikube-iso/package.json'), 'utf8');
  ({ version } = JSON.parse(manifest) as { version: string });
  const { folder, dispose } = await scratchFolder();
  try {
    registry = await startRegistry([
      await packPackage('iso-core', folder),
      await packPackage('nx-minikube-iso', folder),
    ]);
  } finally {
    await dispose();
  }
});

afterAll(() => registry.stop());

describe.each(NX_VERSIONS)('beside Nx %s', (nxVersion) => {
  let consumer: Consumer;

  beforeAll(async () => {
    consumer = await consumerWorkspace({
      nxVersion,
      packageManager: 'pnpm',
      registry: registry.url,
      // The newest version of Nx would be downloaded to migrate.
      env: { NX_MIGRATE_USE_LOCAL: 'true' },
    });
  });

  afterAll(() => consumer.dispose());

  const read = (path: string) => readFile(join(consumer.folder, path), 'utf8');

  async function nx(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await consumer.nx(...args);
    expect(exitCode, stdout + stderr).toBe(0);
    return stdout + stderr;
  }

  const installedVersion = async () => DEPENDENCY.exec(await read('package.json'))?.[1];

  it('installs the plugin and registers it', async () => {
    await nx('add', 'nx-minikube-iso');
    expect(JSON.parse(await read('nx.json'))).toEqual({
      analytics: false,
      plugins: ['nx-minikube-iso'],
      sync: { globalGenerators: ['nx-minikube-iso:sync'] },
    });
    expect(await installedVersion()).toBe(version);
  });

  it('writes a spec, whose schema is there, and a pipeline', async () => {
    expect(await nx('g', 'nx-minikube-iso:iso', 'chaos')).toContain('pnpm exec nx run');
    const project = JSON.parse(await nx('show', 'project', 'chaos', '--json')) as object;
    expect(project).toHaveProperty('targets.build-iso');
    const { $schema } = JSON.parse(await read('chaos/minikube-iso.json')) as { $schema: string };
    expect(JSON.parse(await read(join('chaos', $schema)))).toHaveProperty('properties.minikube');

    await nx('g', 'nx-minikube-iso:ci', '--provider=github');
    expect(await read('.github/workflows/minikube-iso.yml')).toContain('pnpm install');
  });

  it('moves the Makefile to what was published, and sees when somebody moves it back', async () => {
    const makefile = (url: string) => `start:\n\tminikube start --iso-url=${url}\n`;
    const before = makefile(`${SHOP}/minikube-2021-01-18.iso`);
    await consumer.write('Makefile', before);
    await consumer.write('dist/chaos/publish/publication-amd64.json', PUBLICATION);

    await nx('g', 'nx-minikube-iso:bump', '--offline');
    expect(await read('Makefile')).toBe(makefile(PUBLICATION.url));
    expect(await nx('g', 'nx-minikube-iso:bump', '--offline')).not.toMatch(/CREATE|UPDATE/);
    await nx('sync:check');

    await consumer.write('Makefile', before);
    const { exitCode, stdout, stderr } = await consumer.nx('sync:check');
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain(`Makefile:2 names ${SHOP}/minikube-2021-01-18.iso`);
  });

  it('is listed by Nx as PLUGIN.md describes it', async () => {
    const listed = await nx('list', 'nx-minikube-iso');
    const page = await read('node_modules/nx-minikube-iso/PLUGIN.md');
    const described = [...page.matchAll(/^\| `(.*?)` *\| (.*?) *\|$/gm)].map(
      ([, name, description]) => `${name} : ${description}`,
    );
    expect(described).toHaveLength(8);
    expect(described.filter((line) => !listed.includes(line))).toEqual([]);
  });

  it('is brought to the newest version by nx migrate', async () => {
    const manifest = (await read('package.json')).replace(DEPENDENCY, '"nx-minikube-iso": "0.0.9"');
    await consumer.write('package.json', manifest);
    const printed = await nx('migrate', 'nx-minikube-iso', '--from=nx-minikube-iso@0.0.9');
    expect(printed).toContain('package.json has been updated');
    expect(printed).toContain('There are no migrations to run');
    expect(await installedVersion()).toBe(version);
  });
});
