import { describe, expect, it } from 'vitest';
import { summarizeSpec } from './spec-summary.js';
import type { TargetContext } from './target-context.js';
import { targetsFor } from './targets.js';

const context: TargetContext = {
  projectRoot: 'apps/chaos',
  names: {
    buildTargetName: 'build-iso',
    verifyTargetName: 'verify-iso',
    publishTargetName: 'publish-iso',
    listTargetName: 'list-isos',
  },
  furtherSpecs: [],
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
          "{projectRoot}/minikube-iso.*.json",
          "!{projectRoot}/minikube-iso.lock.json",
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
          "outputPath": "dist/apps/chaos/iso",
          "spec": "apps/chaos/minikube-iso.json",
        },
        "outputs": [
          "{options.outputPath}/minikube-{options.architecture}.iso",
          "{options.outputPath}/minikube-{options.architecture}.iso.sha256",
          "{options.outputPath}/minikube-{options.architecture}.manifest.json",
          "{options.outputPath}/minikube-{options.architecture}.build.json",
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
      'list-isos',
      'publish-iso',
      'publish-iso-amd64',
      'publish-iso-arm64',
      'verify-iso',
      'verify-iso-amd64',
      'verify-iso-arm64',
    ]);
    expect(all['build-iso']).toMatchObject({
      executor: 'nx:noop',
      dependsOn: [
        { target: 'build-iso-amd64', params: 'forward' },
        { target: 'build-iso-arm64', params: 'forward' },
      ],
    });
    expect(all['build-iso-arm64']?.options).toMatchObject({ architecture: 'arm64' });
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
          "{projectRoot}/minikube-iso.*.json",
          "!{projectRoot}/minikube-iso.lock.json",
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

  it('publishes what was verified, and looks each time', () => {
    expect(targets({ minikube: '1.38.1' })['publish-iso']).toMatchObject({
      executor: 'nx-minikube-iso:publish-iso',
      options: { spec: 'apps/chaos/minikube-iso.json', architecture: 'amd64' },
      dependsOn: ['verify-iso'],
      cache: false,
      outputs: ['{workspaceRoot}/dist/apps/chaos/publish/publication-amd64.json'],
    });
    const all = targets({ architectures: ['amd64', 'arm64'] });
    expect(all['publish-iso-arm64']).toMatchObject({ dependsOn: ['verify-iso-arm64'] });
  });

  it('lists what is published, of all architectures', () => {
    expect(targets({ architectures: ['amd64', 'arm64'] })['list-isos']).toMatchObject({
      executor: 'nx-minikube-iso:list-isos',
      options: { spec: 'apps/chaos/minikube-iso.json' },
      cache: false,
    });
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

  it.each(['../../isos/base.iso', '/usr/src/base.iso', '../../../base.iso'])(
    'does not cache what is built from the unpinned file %s, which could change unseen',
    (path) => {
      expect(targets({ base: { amd64: { path } } })['build-iso']?.cache).toBe(false);
      const pinned = { path, sha256: 'a'.repeat(64) };
      expect(targets({ base: { amd64: pinned } })['build-iso']?.cache).toBe(true);
    },
  );

  it.each([
    ['../../isos/base.iso', 'isos/base.iso'],
    ['base.iso', 'apps/chaos/base.iso'],
    ['../../linux/', 'linux'],
  ])('hashes %s where git has it, and whatever is below it', (path, file) => {
    expect(targets({ base: { amd64: { path } } })['build-iso']?.inputs).toEqual(
      expect.arrayContaining([`{workspaceRoot}/${file}`, `{workspaceRoot}/${file}/**/*`]),
    );
  });

  it.each(['../../../base.iso', '/usr/src/base.iso', '../../isos/base{[1.iso'])(
    'asks Nx for nothing at %s, which it could not find',
    (path) => {
      const inputs = JSON.stringify(targets({ base: { amd64: { path } } })['build-iso']?.inputs);
      expect(inputs).not.toContain('{workspaceRoot}');
      const produced = { path, producedBy: 'lab:base-iso' };
      expect(targets({ base: { amd64: produced } })['build-iso']?.inputs).toContainEqual({
        dependentTasksOutputFiles: '**/*',
      });
    },
  );

  it('looks only at what the architecture of the target reads', () => {
    const all = targets({
      architectures: ['amd64', 'arm64'],
      base: { amd64: { path: 'amd64.iso' }, arm64: { url: 'https://example.org/arm64.iso' } },
    });
    expect(all['build-iso-amd64']?.cache).toBe(false);
    expect(all['build-iso-arm64']?.cache).toBe(true);
  });

  it('counts the further specs of a project in, by which its ISO may be built too', () => {
    const further = {
      base: { amd64: { path: '../../dist/lab/base.iso', producedBy: 'lab:base-iso' } },
      kernel: { source: { path: 'linux.tar.xz' } },
      output: { name: 'other' },
    };
    const target = targets(
      { minikube: '1.38.1' },
      { furtherSpecs: [summarizeSpec(JSON.stringify(further))] },
    )['build-iso'];
    expect(target?.cache).toBe(false);
    expect(target?.dependsOn).toEqual([{ projects: ['lab'], target: 'base-iso' }]);
    expect(target?.inputs).toContainEqual({ dependentTasksOutputFiles: 'dist/lab/**/*' });
    expect(target?.outputs).toContain('{options.outputPath}/other-{options.architecture}.iso');
  });

  it('refuses a producer that names no target', () => {
    const spec = { base: { amd64: { path: 'base.iso', producedBy: 'lab' } } };
    expect(() => targets(spec)).toThrow('"producedBy": expected project:target, found "lab"');
  });

  it('names the outputs as the spec does', () => {
    const target = targets({ output: { name: 'chaos' } })['build-iso'];
    expect(target?.outputs?.[0]).toBe('{options.outputPath}/chaos-{options.architecture}.iso');
  });

  it('writes below dist for a spec at the top of the workspace', () => {
    const target = targets({ minikube: '1.38.1' }, { projectRoot: '.' })['build-iso'];
    expect(target?.options).toMatchObject({ spec: 'minikube-iso.json', outputPath: 'dist/iso' });
  });
});
