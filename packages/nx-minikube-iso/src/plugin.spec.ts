import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { logger, type CreateNodesContextV2, type ProjectConfiguration } from '@nx/devkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDependencies, createNodes, createNodesV2 } from './plugin.js';

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'plugin-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(workspace, { recursive: true });
});

function write(path: string, content: string): string {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), content);
  return path;
}

async function infer(files: string[], options = {}) {
  const context: CreateNodesContextV2 = { workspaceRoot: workspace, nxJsonConfiguration: {} };
  const results = await createNodes[1](files, options, context);
  return Object.assign({}, ...results.map(([, result]) => result.projects)) as Record<
    string,
    Omit<ProjectConfiguration, 'root'>
  >;
}

describe('createNodes', () => {
  it('looks for minikube-iso.json and nothing else', () => {
    expect(createNodes[0]).toBe('**/minikube-iso.json');
    expect(createNodesV2).toBe(createNodes);
  });

  it('names a project for its folder only where nothing else names it', async () => {
    const bare = write('chaos/minikube-iso.json', '{}');
    const named = write('other/minikube-iso.json', '{}');
    write('other/package.json', '{ "name": "@acme/other" }');
    const projects = await infer([bare, named]);
    expect(projects['chaos']?.name).toBe('chaos');
    expect(projects['other']).not.toHaveProperty('name');
  });

  it('reads the further specs beside it, but for a broken one, the lock and schemas', async () => {
    const unpinned = '{ "base": { "amd64": { "path": "base.iso" } } }';
    const cached = async (further: string, text: string) => {
      const spec = write(`${further}/minikube-iso.json`, '{}');
      write(`${further}/${further}`, text);
      return (await infer([spec]))[further]?.targets?.['build-iso'] as { cache: boolean };
    };
    expect((await cached('minikube-iso.other.json', unpinned)).cache).toBe(false);
    expect((await cached('minikube-iso.broken.json', '{')).cache).toBe(true);
    expect((await cached('minikube-iso.lock.json', unpinned)).cache).toBe(true);
    expect((await cached('minikube-iso.schema.json', unpinned)).cache).toBe(true);
  });

  it('names its target as nx.json says', async () => {
    const projects = await infer([write('chaos/minikube-iso.json', '{}')], {
      buildTargetName: 'image',
      verifyTargetName: 'proof',
      publishTargetName: 'release',
      listTargetName: 'released',
    });
    const names = ['image', 'proof', 'release', 'released'];
    expect(Object.keys(projects['chaos']?.targets ?? {})).toEqual(names);
  });

  it.each(['{ "minikube": ', '[]', '', '{ "architectures": ["mips"] }'])(
    'warns about the broken spec %j by name, and gives it targets that will fail',
    async (broken) => {
      const warn = vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
      const projects = await infer([
        write('broken/minikube-iso.json', broken),
        write('chaos/minikube-iso.json', '{}'),
      ]);
      const targets = ['build-iso', 'verify-iso', 'publish-iso', 'list-isos'];
      expect(Object.keys(projects['broken']?.targets ?? {})).toEqual(targets);
      expect(Object.keys(projects['chaos']?.targets ?? {})).toEqual(targets);
      expect(warn).toHaveBeenCalledTimes(1);
      expect(warn.mock.calls[0]?.[0]).toContain('broken/minikube-iso.json is not right');
    },
  );
});

describe('createDependencies', () => {
  it('leads to what produces a base, from what was inferred', async () => {
    const base = { amd64: { path: '../dist/base.iso', producedBy: 'lab:base-iso' } };
    const spec = write('chaos/minikube-iso.json', JSON.stringify({ base }));
    const { chaos } = await infer([spec]);
    const projects = { chaos: { root: 'chaos', ...chaos }, lab: { root: 'lab' } };
    const context = {
      projects,
      workspaceRoot: workspace,
      nxJsonConfiguration: {},
      externalNodes: {},
      fileMap: { nonProjectFiles: [], projectFileMap: {} },
      filesToProcess: { nonProjectFiles: [], projectFileMap: {} },
    };
    expect(await createDependencies(undefined, context)).toEqual([
      { source: 'chaos', target: 'lab', type: 'implicit' },
    ]);
  });
});
