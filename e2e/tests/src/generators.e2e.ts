// The generators in a workspace outside of this repository: what they write, and that they write it once.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerWorkspace, type Consumer } from './support/consumer.js';
import { packPackage } from './support/packages.js';
import { scratchFolder } from './support/workspace.js';

/** As somebody might have laid it out. */
const NX_JSON = `{
    // Nothing is sent anywhere.
    "analytics": false,
    "targetDefaults": {"build": {"cache": true}},
}
`;

let consumer: Consumer;

beforeAll(async () => {
  const { folder, dispose } = await scratchFolder();
  try {
    const tarballs = {
      'iso-core': await packPackage('iso-core', folder),
      'nx-minikube-iso': await packPackage('nx-minikube-iso', folder),
    };
    consumer = await consumerWorkspace({ nxVersion: '23.2.1', tarballs });
  } finally {
    await dispose();
  }
  await consumer.write('nx.json', NX_JSON);
  await consumer.write('.gitignore', 'node_modules\n.nx\n.cache');
  await consumer.write('Makefile', 'start:\n\tminikube start --iso-url=https://x/minikube.iso\n');
});

afterAll(() => consumer.dispose());

const read = (path: string) => readFile(join(consumer.folder, path), 'utf8');

async function generate(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await consumer.nx('g', ...args);
  expect(exitCode, stdout + stderr).toBe(0);
  return stdout + stderr;
}

describe('init', () => {
  it('registers the plugin, and leaves every other byte', async () => {
    const packageJson = await read('package.json');
    expect(await generate('nx-minikube-iso:init')).toContain('UPDATE nx.json');
    expect(await read('nx.json')).toBe(
      NX_JSON.replace(
        /\}\n$/,
        `    "plugins": ["nx-minikube-iso"],
    "sync": {
        "globalGenerators": ["nx-minikube-iso:sync"]
    },
}
`,
      ),
    );
    expect(await read('.gitignore')).toBe('node_modules\n.nx\n.cache\ndist\n');
    expect(await read('package.json')).toBe(packageJson);
  });

  it('changes nothing the second time', async () => {
    expect(await generate('nx-minikube-iso:init')).not.toMatch(/CREATE|UPDATE/);
  });
});

describe('iso', () => {
  const ARGS = ['nx-minikube-iso:iso', 'chaos', '--makefile=Makefile'];

  it('writes nothing in a dry run', async () => {
    expect(await generate(...ARGS, '--dry-run')).toContain('CREATE chaos/minikube-iso.json');
    await expect(read('chaos/minikube-iso.json')).rejects.toThrow('ENOENT');
  });

  it('writes a spec that gives its project targets, and says so', async () => {
    expect(await generate(...ARGS)).toContain('npx nx run chaos:build-iso');
    const { stdout } = await consumer.nx('show', 'project', 'chaos', '--json');
    const { targets } = JSON.parse(stdout) as { targets: object };
    expect(Object.keys(targets)).toEqual(['build-iso', 'verify-iso', 'publish-iso', 'list-isos']);
  });

  it('names a schema that is there', async () => {
    const { $schema } = JSON.parse(await read('chaos/minikube-iso.json')) as { $schema: string };
    expect(JSON.parse(await read(join('chaos', $schema)))).toHaveProperty('properties.minikube');
  });

  it('changes nothing the second time, not even how the spec is laid out', async () => {
    const laidOut = JSON.stringify(JSON.parse(await read('chaos/minikube-iso.json')));
    await writeFile(join(consumer.folder, 'chaos/minikube-iso.json'), laidOut);
    expect(await generate(...ARGS)).not.toMatch(/CREATE|UPDATE/);
    expect(await read('chaos/minikube-iso.json')).toBe(laidOut);
  });

  it('fails with a code and what to do next, and without a stack trace', async () => {
    const { exitCode, stdout, stderr } = await consumer.nx('g', ...ARGS, '--preset=tc');
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toMatch(/SPEC_EXISTS: chaos\/minikube-iso\.json: .*kernel\n/);
    expect(stdout + stderr).toMatch(/^ {2}hint: Change chaos\/minikube-iso\.json by hand/m);
    expect(stdout + stderr).not.toMatch(/^\s+at |stacktrace/m);
  });
});
