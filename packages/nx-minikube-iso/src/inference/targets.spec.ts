import { describe, expect, it } from 'vitest';
import { summarizeSpec } from './spec-summary.js';
import type { TargetContext } from './target-context.js';
import { targetsFor } from './targets.js';

const context: TargetContext = {
  projectRoot: 'apps/chaos',
  names: { buildTargetName: 'build-iso', verifyTargetName: 'verify-iso' },
  pluginInputs: [{ externalDependencies: ['nx-minikube-iso'] }],
};

function targets(spec: object, overrides: Partial<TargetContext> = {}) {
  return targetsFor(summarizeSpec(JSON.stringify(spec)), { ...context, ...overrides });
}

describe('targetsFor', () => {
  it('gives a project with one architecture one cached target with exact inputs and outputs', () => {
    expect(targets({ minikube: '1.38.1' })['build-iso']).toMatchInlineSnapshot(`
      {
        "cache": true,
        "executor": "nx-minikube-iso:build-iso",
        "inputs": [
          "{projectRoot}/minikube-iso.json",
          {
            "env": "SOURCE_DATE_EPOCH",
          },
          {
            "externalDependencies": [
              "nx-minikube-iso",
            ],
          },
        ],
        "metadata": {
          "description": "Builds the minikube ISO (amd64) that minikube-iso.json describes",
          "help": {
            "command": "npx nx run chaos:build-iso --help",
            "example": {
              "options": {
                "jobs": 4,
              },
            },
          },
          "technologies": [
            "minikube",
          ],
        },
        "options": {
          "architecture": "amd64",
          "spec": "apps/chaos/minikube-iso.json",
        },
        "outputs": [
          "{workspaceRoot}/dist/apps/chaos/iso/minikube-amd64.iso",
          "{workspaceRoot}/dist/apps/chaos/iso/minikube-amd64.iso.sha256",
          "{workspaceRoot}/dist/apps/chaos/iso/minikube-amd64.manifest.json",
          "{workspaceRoot}/dist/apps/chaos/iso/minikube-amd64.build.json",
        ],
      }
    `);
  });

  it('gives several architectures a target each and an aggregate that runs them all', () => {
    const all = targets({ architectures: ['amd64', 'arm64'] });
    expect(Object.keys(all).sort()).toEqual([
      'build-iso',
      'build-iso-amd64',
      'build-iso-arm64',
      'verify-iso',
      'verify-iso-amd64',
      'verify-iso-arm64',
    ]);
    expect(all['build-iso']).toMatchObject({
      executor: 'nx:noop',
      dependsOn: ['build-iso-amd64', 'build-iso-arm64'],
    });
    expect(all['build-iso-arm64']?.options).toMatchObject({ architecture: 'arm64' });
    const outputs = [all['build-iso-amd64'], all['build-iso-arm64']].flatMap((t) => t?.outputs);
    expect(new Set(outputs).size).toBe(8);
  });

  it('verifies what was built, each time anew', () => {
    expect(targets({ minikube: '1.38.1' })['verify-iso']).toMatchInlineSnapshot(`
      {
        "cache": false,
        "dependsOn": [
          "build-iso",
        ],
        "executor": "nx-minikube-iso:verify-iso",
        "inputs": [
          "{projectRoot}/minikube-iso.json",
          {
            "externalDependencies": [
              "nx-minikube-iso",
            ],
          },
        ],
        "metadata": {
          "description": "Verifies the minikube ISO (amd64): reads it, boots it, measures what it can do",
          "help": {
            "command": "npx nx run chaos:verify-iso --help",
            "example": {
              "options": {
                "boot": false,
              },
            },
          },
          "technologies": [
            "minikube",
          ],
        },
        "options": {
          "architecture": "amd64",
          "spec": "apps/chaos/minikube-iso.json",
        },
        "outputs": [
          "{workspaceRoot}/dist/apps/chaos/verify/minikube-amd64.json",
          "{workspaceRoot}/dist/apps/chaos/verify/minikube-amd64.html",
          "{workspaceRoot}/dist/apps/chaos/verify/minikube-amd64.probes.sh",
        ],
      }
    `);
    const all = targets({ architectures: ['amd64', 'arm64'] });
    expect(all['verify-iso-arm64']).toMatchObject({
      dependsOn: ['build-iso-arm64'],
      options: { architecture: 'arm64' },
    });
  });

  it('hashes a local base of the workspace, be it a file or a folder', () => {
    const target = targets({ base: { amd64: { path: '../../isos/base.iso' } } })['build-iso'];
    expect(target?.cache).toBe(true);
    expect(target?.inputs).toContain('{workspaceRoot}/isos/base.iso');
    expect(target?.inputs).toContain('{workspaceRoot}/isos/base.iso/**/*');
  });

  it('runs the target that produces a base first and hashes what it wrote', () => {
    const target = targets({
      base: { amd64: { path: '../../dist/lab/base.iso', producedBy: 'lab:base-iso' } },
    })['build-iso'];
    expect(target?.dependsOn).toEqual([{ projects: ['lab'], target: 'base-iso' }]);
    expect(target?.inputs).toContainEqual({ dependentTasksOutputFiles: 'dist/lab/**/*' });
  });

  it('asks for each producer once', () => {
    const target = targets({
      base: { amd64: { path: '../../dist/lab/base.iso', producedBy: 'lab:base-iso' } },
      kernel: { source: { path: '/usr/src/linux.tar.xz', producedBy: 'lab:base-iso' } },
    })['build-iso'];
    expect(target?.dependsOn).toHaveLength(1);
    expect(target?.cache).toBe(true);
  });

  it.each([
    ['outside the workspace', '/usr/src/linux.tar.xz'],
    ['above the workspace', '../../../linux.tar.xz'],
  ])('does not cache what is built from an unpinned file %s', (_where, path) => {
    expect(targets({ kernel: { source: { path } } })['build-iso']?.cache).toBe(false);
    const pinned = { path, sha256: 'a'.repeat(64) };
    expect(targets({ kernel: { source: pinned } })['build-iso']?.cache).toBe(true);
  });

  it('hashes only what the architecture of the target reads', () => {
    const all = targets({
      architectures: ['amd64', 'arm64'],
      base: { amd64: { path: 'amd64.iso' }, arm64: { path: 'arm64.iso' } },
    });
    expect(all['build-iso-amd64']?.inputs).not.toContain('{workspaceRoot}/apps/chaos/arm64.iso');
    expect(all['build-iso-arm64']?.inputs).toContain('{workspaceRoot}/apps/chaos/arm64.iso');
  });

  it('refuses a producer that names no target', () => {
    const spec = { base: { amd64: { path: 'base.iso', producedBy: 'lab' } } };
    expect(() => targets(spec)).toThrow('"producedBy": expected project:target, found "lab"');
  });

  it('names the outputs as the spec does', () => {
    const target = targets({ output: { name: 'chaos' } })['build-iso'];
    expect(target?.outputs?.[0]).toBe('{workspaceRoot}/dist/apps/chaos/iso/chaos-amd64.iso');
  });

  it('writes below dist for a spec at the top of the workspace', () => {
    const target = targets({ minikube: '1.38.1' }, { projectRoot: '.' })['build-iso'];
    expect(target?.outputs?.[0]).toBe('{workspaceRoot}/dist/iso/minikube-amd64.iso');
    expect(target?.options).toMatchObject({ spec: 'minikube-iso.json' });
  });
});
