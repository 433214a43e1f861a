import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSpec, resolveRequirements } from 'iso-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asModules, builtIn, FIRST_MODULES, specText } from './specs.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('is a spec that the core reads, with the paths given', async () => {
  const path = join(folder, 'minikube-iso.json');
  const require = [
    ...asModules(FIRST_MODULES),
    ...builtIn({ throttling: 'n', hostname: 'bench-1' }).slice(1),
  ];
  await writeFile(path, specText({ base: '/lab/base.iso', source: '/linux.tar.xz', require }));
  const spec = await readSpec(path);
  expect(spec.base).toMatchObject({ isos: { amd64: { kind: 'path', path: '/lab/base.iso' } } });
  expect(spec.kernel.source).toMatchObject({ kind: 'path', path: '/linux.tar.xz' });
  const wishes = resolveRequirements(spec).map((wish) => [
    wish.kind === 'option' ? wish.option : wish.kind,
    'values' in wish ? wish.values : [],
  ]);
  expect(Object.fromEntries(wishes)).toMatchObject({
    NET_SCH_PRIO: ['m'],
    NET_CLS_FLOWER: ['m'],
    BLK_DEV_THROTTLING: ['n'],
    DEFAULT_HOSTNAME: ['"bench-1"'],
  });
});
