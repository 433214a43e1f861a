import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stableJson } from '../runtime/index.js';
import { temporaryFolder } from '../runtime/testing/temporary-folder.testing.js';
import type { Manifest } from './manifest.js';
import { modulesOfManifest, readManifest } from './read-manifest.js';

const digest = 'a'.repeat(64);

const option = (name: string, module?: string) => ({
  option: name,
  wanted: ['m'],
  actual: 'm',
  detail: 'loads',
  ...(module === undefined ? {} : { module }),
});

const MANIFEST: Manifest = {
  manifestVersion: 1,
  iso: { name: 'minikube-amd64.iso', sha256: digest, size: 1, volumeId: 'ISOIMAGE' },
  architecture: 'amd64',
  base: { origin: 'base.iso', sha256: digest, size: 1, trust: 'pinned' },
  engine: 'remaster',
  route: 'modules',
  routeReasons: [],
  kernel: { release: '6.1.0', sha256: digest, configSha256: digest },
  requirements: [
    {
      name: 'several',
      reason: 'Because.',
      origins: [],
      status: 'holds',
      options: [
        option('NET_SCH_CAKE', 'kernel/net/sched/sch-cake.ko.xz'),
        option('NET_SCH_PRIO', 'kernel/net/sched/something_else.ko'),
        option('WITHOUT'),
      ],
    },
  ],
  configChanges: [],
  excusedChanges: [],
  modules: { added: [], replaced: [], removed: [], foreign: [] },
  initrd: { size: 1, unpackedSize: 1, baseSize: 1, baseUnpackedSize: 1 },
  producedBy: { name: 'iso-core', version: '0.1.0' },
};

describe('readManifest', () => {
  it('reads what a build wrote, and takes its absence for none', async () => {
    const path = join(temporaryFolder(), 'minikube-amd64.manifest.json');
    await expect(readManifest(path)).resolves.toBeUndefined();
    writeFileSync(path, stableJson(MANIFEST));
    await expect(readManifest(path)).resolves.toEqual(MANIFEST);
  });

  it.each([
    ['no JSON', '{'],
    ['another version', stableJson({ ...MANIFEST, manifestVersion: 2 })],
    ['an unknown key', stableJson({ ...MANIFEST, extra: 1 })],
    ['a list', '[]'],
  ])('refuses %s', async (_, text) => {
    const path = join(temporaryFolder(), 'x.manifest.json');
    writeFileSync(path, text);
    await expect(readManifest(path)).rejects.toMatchObject({ code: 'MANIFEST_INVALID' });
  });
});

it('names modules of options for which nothing better is known', () => {
  const modulesOf = modulesOfManifest(MANIFEST);
  expect(modulesOf('NET_SCH_CAKE')).toEqual(['sch_cake']);
  // Its module is well known: a manifest cannot point to another one.
  expect(modulesOf('NET_SCH_PRIO')).toBeUndefined();
  expect(modulesOf('WITHOUT')).toBeUndefined();
  expect(modulesOf('UNKNOWN')).toBeUndefined();
});
