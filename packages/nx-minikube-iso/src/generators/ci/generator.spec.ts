import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logger, readNxJson, updateNxJson, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createNodes } from '../../plugin.js';
import ciGenerator from './generator.js';

const GITHUB = '.github/workflows/minikube-iso.yml';
const GITLAB = '.gitlab/minikube-iso.gitlab-ci.yml';

let tree: Tree;
let told: string;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  told = '';
  vi.spyOn(logger, 'info').mockImplementation((text) => {
    told += String(text);
  });
});

const text = (file: string) => tree.read(file, 'utf8') ?? '';
const files = () => tree.listChanges().map(({ path }) => path);

async function written(provider: 'github' | 'gitlab'): Promise<string[]> {
  const before = files();
  await ciGenerator(tree, { provider });
  return files().filter((path) => !before.includes(path));
}

describe('ci', () => {
  it('writes a workflow for GitHub, and nothing else', async () => {
    await expect(written('github')).resolves.toEqual([GITHUB]);
    expect(text(GITHUB)).toContain('npx nx affected -t verify-iso --parallel=1');
  });

  it('writes a pipeline for GitLab, and the file that includes it', async () => {
    await expect(written('gitlab')).resolves.toEqual([GITLAB, '.gitlab-ci.yml']);
    expect(text('.gitlab-ci.yml')).toBe(`include:\n  - local: ${GITLAB}\n`);
    expect(told).toBe('');
  });

  it('leaves a .gitlab-ci.yml as it is, and says what belongs into it until it is there', async () => {
    tree.write('.gitlab-ci.yml', 'stages: [test]\n');
    await ciGenerator(tree, { provider: 'gitlab' });
    expect(text('.gitlab-ci.yml')).toBe('stages: [test]\n');
    expect(told).toContain(`include:\n  - local: ${GITLAB}\n`);

    told = '';
    tree.write('.gitlab-ci.yml', `include: /${GITLAB}\n`);
    await ciGenerator(tree, { provider: 'gitlab' });
    expect(told).toBe('');
  });

  it.each(['github', 'gitlab'] as const)(
    'changes nothing when it runs again: %s',
    async (provider) => {
      await ciGenerator(tree, { provider });
      const before = tree.listChanges();
      await ciGenerator(tree, { provider });
      expect(tree.listChanges()).toEqual(before);
    },
  );

  it('does not write over what was edited, unless it is told to', async () => {
    await ciGenerator(tree, { provider: 'github' });
    const own = text(GITHUB);
    tree.write(GITHUB, `${own}# mine\n`);
    await expect(ciGenerator(tree, { provider: 'github' })).rejects.toThrow(
      `PIPELINE_EDITED: ${GITHUB}: expected what would be written, found another text`,
    );
    expect(text(GITHUB)).toBe(`${own}# mine\n`);
    await ciGenerator(tree, { provider: 'github', force: true });
    expect(text(GITHUB)).toBe(own);
  });
});

describe('what it takes from the workspace', () => {
  it('is the names of the targets', async () => {
    const options = { verifyTargetName: 'check-image', publishTargetName: 'ship-image' };
    updateNxJson(tree, { ...readNxJson(tree), plugins: [{ plugin: 'nx-minikube-iso', options }] });
    await ciGenerator(tree, { provider: 'github' });
    expect(text(GITHUB)).toContain('nx affected -t check-image');
    expect(text(GITHUB)).toContain('nx run-many -t ship-image');
    expect(text(GITHUB)).not.toMatch(/-t (verify|publish)-iso/);
  });

  it('is the main branch', async () => {
    updateNxJson(tree, { ...readNxJson(tree), defaultBase: 'origin/trunk' });
    await ciGenerator(tree, { provider: 'github' });
    expect(text(GITHUB)).toContain('branches: ["trunk"]');
  });

  it('is the version of Node.js', async () => {
    tree.write('package.json', '{ "engines": { "node": "^24.0.0" } }');
    await ciGenerator(tree, { provider: 'gitlab' });
    expect(text(GITLAB)).toContain('image: node:24-bookworm');
    tree.write('.nvmrc', 'lts/jod\n');
    await ciGenerator(tree, { provider: 'github' });
    expect(text(GITHUB)).toContain('node-version: "lts/jod"');
  });

  it.each(['minikube-iso.json', 'minikube-iso.official.json'])(
    'is the architectures of every spec: %s',
    async (name) => {
      tree.write('other/minikube-iso.json', 'not JSON');
      tree.write(`chaos/${name}`, '{ "architectures": ["amd64", "arm64"] }');
      await ciGenerator(tree, { provider: 'github' });
      expect(text(GITHUB)).toContain('gcc-aarch64-linux-gnu');
      expect(text(GITHUB)).toContain('qemu-system-x86');
    },
  );

  it('is its package manager', async () => {
    const root = mkdtempSync(join(tmpdir(), 'ci-'));
    writeFileSync(join(root, 'pnpm-lock.yaml'), '');
    writeFileSync(join(root, 'package.json'), '{ "packageManager": "pnpm@10.0.0" }');
    vi.spyOn(tree, 'root', 'get').mockReturnValue(root);
    await ciGenerator(tree, { provider: 'gitlab' });
    rmSync(root, { recursive: true });
    expect(text(GITLAB)).toContain('- pnpm install --frozen-lockfile\n');
    expect(text(GITLAB)).toContain('pnpm exec nx affected');
  });
});

it('names the targets as the plugin does that has no options', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ci-'));
  writeFileSync(join(root, 'minikube-iso.json'), '{}');
  const [[, result] = []] = await createNodes[1](['minikube-iso.json'], undefined, {
    workspaceRoot: root,
    nxJsonConfiguration: {},
  });
  rmSync(root, { recursive: true });
  const targets = Object.keys(result?.projects?.['.']?.targets ?? {});
  await ciGenerator(tree, { provider: 'github' });
  const named = [...text(GITHUB).matchAll(/ -t ([\w-]+)/g)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(['verify-iso', 'publish-iso']));
  expect(targets).toEqual(expect.arrayContaining(named));
});
