// verify-iso as people run it: by Nx, in a workspace, after the build that it depends on.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openCache } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkedWorkspace, type LinkedWorkspace } from './support/linked-workspace.js';
import { labIso, labSpec } from './support/workspace.js';

const CHAOS = ['chaos-controller/network', 'chaos-controller/disk-pressure'];

describe('nx run chaos:verify-iso', () => {
  let workspace: LinkedWorkspace;

  beforeAll(async () => {
    // Builds go on from what this machine has; its verdicts are left alone.
    workspace = await linkedWorkspace(openCache().folder);
    await workspace.write('chaos/minikube-iso.json', labSpec('amd64', CHAOS));
  });

  afterAll(() => workspace.dispose());

  async function verify(...args: string[]) {
    const run = workspace.nx(['run', 'chaos:verify-iso', '--cacheFolder=.cache', ...args]);
    const exitCode = await run.ended;
    await run.gone();
    return { exitCode, printed: run.printed() };
  }

  it('succeeds on the ISO that it had built first, with both reports', async () => {
    const { exitCode, printed } = await verify();
    expect(exitCode, printed).toBe(0);
    expect(printed).toContain('Report: dist/chaos/verify/minikube-amd64.html');
    expect(await readdir(join(workspace.folder, 'dist/chaos/verify'))).toEqual([
      'minikube-amd64.html',
      'minikube-amd64.json',
      'minikube-amd64.probes.sh',
    ]);
  });

  it('fails on the base, and names what it lacks', async () => {
    const { exitCode, printed } = await verify(
      `--iso=${labIso('amd64')}`,
      '--exclude-task-dependencies',
    );
    expect(exitCode, printed).toBe(1);
    const [error = ''] = /^ISO_FAILED_VERIFICATION: .*$/m.exec(printed) ?? [];
    for (const option of ['NET_SCH_PRIO', 'NET_CLS_FLOWER', 'BLK_DEV_THROTTLING']) {
      expect(error).toContain(option);
    }
    expect(printed).not.toContain('minikube start');
  });
});
