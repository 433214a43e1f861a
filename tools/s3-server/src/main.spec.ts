import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { processesIn, temporaryFolder } from './leftovers.testing.js';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const FROM_SOURCE = ['--no-warnings', '--import', '@swc-node/register/esm-register'];

interface Started {
  readonly child: ChildProcess;
  /** The folder in which the server has its own. */
  readonly folder: string;
  /** What it printed for a shell. */
  readonly printed: string[];
}

/** The command line from its sources, once its server is up. */
async function startMain(...args: string[]): Promise<Started> {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [...FROM_SOURCE, 'src/main.ts', ...args], {
    cwd: PROJECT,
    env: { ...process.env, NX_MINIKUBE_ISO_CACHE: folder.path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await folder.remove();
  });
  const printed: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    if (line.includes('AWS_SECRET_ACCESS_KEY')) break;
  }
  return { child, folder: folder.path, printed };
}

it('prints what a shell needs, and on Ctrl-C leaves nothing behind', async () => {
  const { child, folder, printed } = await startMain('--store=memstore');
  expect(printed).toEqual([
    expect.stringMatching(/^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/),
    'export AWS_REGION=us-east-1',
    'export AWS_DEFAULT_REGION=us-east-1',
    expect.stringMatching(/^export AWS_ACCESS_KEY_ID=\w+$/),
    expect.stringMatching(/^export AWS_SECRET_ACCESS_KEY=\w+$/),
  ]);
  expect(processesIn(folder)).toHaveLength(3);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(processesIn(folder)).toEqual([]);
  expect(readdirSync(folder, { recursive: true })).toEqual(['s3-server']);
});

it('by kill -9 leaves nothing running', async () => {
  const { child, folder } = await startMain('--store=memstore');
  expect(processesIn(folder)).toHaveLength(3);
  child.kill('SIGKILL');
  await expect.poll(() => processesIn(folder), { timeout: 30_000 }).toEqual([]);
});
