// Verifications that are stopped while a machine runs, by Ctrl-C and by kill -9: no machine runs on, and
// nothing lies in the cache folder, after a kill no longer than until the next run.
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFamily, type Family } from './support/family.js';
import { machinesOf } from './support/machines.js';
import { outsideEnvironment } from './support/outside-environment.js';
import { until } from './support/until.js';
import { labIso, labSpec, scratchFolder } from './support/workspace.js';

const SCRIPT = fileURLToPath(new URL('support/run-verify.mjs', import.meta.url));

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let iso: string;
let workFolder: string;
let reports: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  // A name of its own: others may boot the lab's ISO meanwhile.
  iso = join(scratch.folder, 'stopped.iso');
  await copyFile(labIso('amd64'), iso);
  await writeFile(specPath(), JSON.stringify(labSpec('amd64', ['NET_SCH_NETEM'])));
  workFolder = join(scratch.folder, 'cache/work');
  reports = join(scratch.folder, 'verify/other');
});

afterAll(() => scratch.dispose());

const specPath = () => join(scratch.folder, 'minikube-iso.json');

function startVerify(): Family {
  const request = {
    specPath: specPath(),
    builtFolder: join(scratch.folder, 'iso'),
    outputFolder: join(scratch.folder, 'verify'),
    workspace: scratch.folder,
    cacheFolder: join(scratch.folder, 'cache'),
    overrides: { iso },
  };
  return startFamily({
    file: process.execPath,
    args: [SCRIPT, JSON.stringify(request)],
    cwd: fileURLToPath(new URL('support', import.meta.url)),
    env: outsideEnvironment(),
  });
}

/** What the command line of each boot's machine holds. */
const MACHINES = {
  'Boot the ISO': () => iso,
  'Boot with the probes': () => `-initrd ${workFolder}/`,
};
type Boot = keyof typeof MACHINES;

/** Verifies until the machine of `boot` runs. */
async function verifyUntil(boot: Boot): Promise<Family> {
  const run = startVerify();
  let isOver = false;
  void run.ended.finally(() => (isOver = true));
  await until(
    () => isOver || machinesOf(MACHINES[boot]()).length > 0,
    () => `the machine of “${boot}”`,
  );
  expect(isOver, run.printed()).toBe(false);
  return run;
}

async function expectNothingOf(run: Family): Promise<void> {
  await run.gone();
  expect(machinesOf(scratch.folder)).toEqual([]);
  expect(await readdir(reports)).toEqual([]);
}

describe.each(Object.keys(MACHINES) as Boot[])('a verification that is stopped at “%s”', (boot) => {
  it('by kill -9 leaves no machine, and nothing once the next run has come to its own', async () => {
    const run = await verifyUntil(boot);
    run.signal('SIGKILL');
    expect(await run.ended).toBe('SIGKILL');
    await expectNothingOf(run);
    expect((await readdir(workFolder)).length).toBe(boot === 'Boot the ISO' ? 0 : 1);

    const next = await verifyUntil('Boot the ISO');
    expect(await readdir(workFolder)).toEqual([]);
    next.signal('SIGKILL');
    await next.gone();
  });

  it('by Ctrl-C leaves nothing at all', async () => {
    const run = await verifyUntil(boot);
    run.signalGroup('SIGINT');
    expect(await run.ended).toBe(1);
    await expectNothingOf(run);
    expect(await readdir(workFolder)).toEqual([]);
    expect(run.printed()).toMatch(/^CANCELLED: Stopped by Ctrl-C$/m);
  });
});
