// Every route, on both architectures, with and without MODVERSIONS: built, booted through the ISO's own
// boot loader, and tried.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Architecture, BuildResult } from 'iso-core';
import { tryAbilities } from './support/guest-checks.js';
import { buildSpec, labIso, labSpec, scratchFolder } from './support/workspace.js';

const AS_MODULES = [
  { option: 'NET_SCH_PRIO', value: 'm' },
  { option: 'NET_CLS_FLOWER', value: 'm' },
];
const BUILT_IN = [{ option: 'NET_SCH_PRIO', value: 'y' }, 'NET_CLS_FLOWER', 'BLK_DEV_THROTTLING'];
const NOTHING = { prio: false, flower: false, throttling: false };
const NETWORK = { prio: true, flower: true, throttling: false };
const EVERYTHING = { prio: true, flower: true, throttling: true };

interface Case {
  readonly name: string;
  readonly variant: string;
  readonly require: readonly unknown[];
  readonly route: 'modules' | 'kernel';
  readonly abilities: typeof NOTHING;
}

const CASES: readonly Case[] = [
  { name: 'modules', variant: 'amd64', require: AS_MODULES, route: 'modules', abilities: NETWORK },
  {
    name: 'modules under MODVERSIONS',
    variant: 'amd64-modversions',
    require: AS_MODULES,
    route: 'modules',
    abilities: NETWORK,
  },
  {
    name: 'modules under MODVERSIONS with checksums rebuilt from the kernel',
    variant: 'amd64-modversions-without-symvers',
    require: AS_MODULES,
    route: 'modules',
    abilities: NETWORK,
  },
  { name: 'kernel', variant: 'amd64', require: BUILT_IN, route: 'kernel', abilities: EVERYTHING },
  { name: 'modules', variant: 'arm64', require: AS_MODULES, route: 'modules', abilities: NETWORK },
  { name: 'kernel', variant: 'arm64', require: BUILT_IN, route: 'kernel', abilities: EVERYTHING },
  {
    name: 'kernel, as a flat Image does not tell what it exports',
    variant: 'arm64-without-symvers',
    require: AS_MODULES,
    route: 'kernel',
    abilities: NETWORK,
  },
];

const ARCHITECTURES: readonly Architecture[] = ['amd64', 'arm64'];

describe.each(CASES)('$name, from $variant', ({ variant, require, route, abilities }) => {
  const architecture: Architecture = variant.startsWith('arm64') ? 'arm64' : 'amd64';
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;
  let built: BuildResult;

  beforeAll(async () => {
    scratch = await scratchFolder();
    built = await buildSpec(scratch.folder, labSpec(variant, require));
  });

  afterAll(() => scratch.dispose());

  it(`takes the ${route} route, and every requirement holds`, () => {
    expect(built.manifest.route).toBe(route);
    const statuses = built.manifest.requirements.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['holds']));
  });

  it('can do what it was built for, booted by its own boot loader', async () => {
    const guest = await tryAbilities(architecture, built.files.iso);
    expect(guest.abilities, guest.console).toEqual(abilities);
    expect(guest.release).toBe(built.manifest.kernel.release);
    expect(guest.taint, 'the kernel is not tainted by what was added').toBe('0');
  });
});

describe.each(ARCHITECTURES)('the base for %s', (architecture) => {
  it('can do none of it', async () => {
    const guest = await tryAbilities(architecture, labIso(architecture));
    expect(guest.abilities, guest.console).toEqual(NOTHING);
  });
});
