// What the pipeline of `ci` runs after publishing, in a workspace with several ISO specs.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openCache, stableJson, type BuildResult, type Manifest } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFamily } from './support/family.js';
import { linkedWorkspace, type LinkedWorkspace } from './support/linked-workspace.js';
import { outsideEnvironment } from './support/outside-environment.js';
import { buildSpec, labSpec } from './support/workspace.js';

const SPEC = labSpec('amd64', ['IKCONFIG']);

let workspace: LinkedWorkspace;
let built: BuildResult;

const read = (path: string) => readFile(join(workspace.folder, path), 'utf8');
const start = (url: string) => `start:\n\tminikube start --iso-url=${url}\n`;
const urlOf = (project: string, date: string) =>
  pathToFileURL(join(workspace.folder, 'dist/shop', project, `minikube-${date}.iso`)).href;

/** Has `publish-iso` leave an ISO in a folder that stands for the bucket, and its publication. */
async function publish(project: string, date: string): Promise<void> {
  const name = `minikube-${date}.iso`;
  const shop = join(workspace.folder, 'dist/shop', project);
  await mkdir(shop, { recursive: true });
  await copyFile(built.files.iso, join(shop, name));
  const manifest = JSON.parse(await readFile(built.files.manifest, 'utf8')) as Manifest;
  const { iso, kernel, requirements } = manifest;
  await writeFile(join(shop, `${name}.sha256`), iso.sha256);
  await writeFile(
    join(shop, `minikube-${date}.manifest.json`),
    stableJson({ ...manifest, verified: true }),
  );
  const url = urlOf(project, date);
  await workspace.write(`dist/${project}/publish/publication-amd64.json`, {
    publicationVersion: 1,
    architecture: 'amd64',
    name,
    url,
    sha256Url: `${url}.sha256`,
    manifestUrl: url.replace(/\.iso$/, '.manifest.json'),
    object: `s3://isos/${name}`,
    sha256: iso.sha256,
    size: iso.size,
    kernelRelease: kernel.release,
    requirements: requirements.map((requirement) => requirement.name),
    verified: true,
  });
}

/** Runs a script as a step of the pipeline. */
async function run(script: string): Promise<string> {
  const family = startFamily({
    file: 'bash',
    args: ['-e', '-c', script],
    cwd: workspace.folder,
    env: outsideEnvironment({
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_MINIKUBE_ISO_CACHE: openCache().folder,
      RUNNER_TEMP: join(workspace.folder, 'dist'),
      GITHUB_OUTPUT: join(workspace.folder, 'dist/output'),
    }),
  });
  const exitCode = await family.ended;
  await family.gone();
  expect(exitCode, family.printed()).toBe(0);
  return family.printed();
}

beforeAll(async () => {
  workspace = await linkedWorkspace(openCache().folder);
  built = await buildSpec(join(workspace.folder, 'dist/built'), SPEC);
  for (const project of ['a', 'b', 'elsewhere']) {
    await workspace.write(`${project}/minikube-iso.json`, SPEC);
    await publish(project, '2026-11-22');
  }
  for (const project of ['a', 'b']) {
    await workspace.write(`${project}/Makefile`, start(urlOf(project, '2026-01-01')));
  }
  await run('git init --quiet && npx nx g nx-minikube-iso:ci --provider=github && git add --all');
  await run('git -c user.name=me -c user.email=me@example.test commit --quiet --message=All');
});

afterAll(() => workspace.dispose());

describe('the step of the pipeline that bumps', () => {
  it('moves each project to what it published, and passes over one that is used elsewhere', async () => {
    const workflow = await read('.github/workflows/minikube-iso.yml');
    const [, script = ''] = /id: bump\n +run: \|\n([^]*?)\n {6}- /.exec(workflow) ?? [];
    expect(await run(script)).toContain('The ISO of elsewhere: nothing to bump here');
    for (const project of ['a', 'b']) {
      expect(await read(`${project}/Makefile`)).toBe(start(urlOf(project, '2026-11-22')));
    }
    const patch = await read('dist/bump.patch');
    expect([...patch.matchAll(/^diff --git a\/(\S+)/gm)].map(([, file]) => file)).toEqual([
      'a/Makefile',
      'a/minikube-iso.lock.json',
      'b/Makefile',
      'b/minikube-iso.lock.json',
    ]);
    expect(await read('dist/output')).toBe('bumped=true\n');
    await run('npx nx sync:check');
  });
});
