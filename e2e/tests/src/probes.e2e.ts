// Every probe on a base, and on what each route makes of it: none passes where one of its options is
// missing, none fails where they are all there. And the same verdicts on a busy machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Architecture } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeVerdicts } from './support/node-verdicts.js';
import {
  describeVerdicts,
  probeVerdicts,
  runScript,
  type ProbeVerdicts,
} from './support/probe-verdicts.js';
import { buildSpec, labIso, labSpec, scratchFolder } from './support/workspace.js';

const isSoak = process.env['SOAK'] === '1';
/** The guests of arm64 take as long again. */
const ARCHITECTURES: readonly Architecture[] = isSoak ? ['amd64', 'arm64'] : ['amd64'];
/** How often the probes run beside a program that takes a processor for itself. */
const BUSY_ROUNDS = isSoak ? 10 : 2;

const AS_MODULES = [
  { option: 'NET_SCH_PRIO', value: 'm' },
  { option: 'NET_CLS_FLOWER', value: 'm' },
];
const BUILT_IN = [
  'chaos-controller/network',
  'chaos-controller/network-legacy',
  'chaos-controller/disk-pressure',
];
/** What no kernel of the lab has. */
const NEVER = ['btf'];

describe.each(ARCHITECTURES)('the probes on %s', (architecture) => {
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;

  beforeAll(async () => {
    scratch = await scratchFolder();
  });

  afterAll(() => scratch.dispose());

  it.each<[string, string, readonly unknown[] | undefined, readonly string[]]>([
    ['the base', 'base', undefined, ['prio', 'prio-netem', 'flower', 'u32', 'fw', 'disk-throttle']],
    ['the modules route', 'modules', AS_MODULES, ['disk-throttle']],
    ['the kernel route', 'kernel', BUILT_IN, []],
  ])('tell what %s lacks, and nothing else', async (_, folder, require, lacking) => {
    const iso =
      require === undefined
        ? labIso(architecture)
        : (await buildSpec(join(scratch.folder, folder), labSpec(architecture, require))).files.iso;
    const verdicts = await probeVerdicts(iso);
    const description = describeVerdicts(verdicts);
    expect(verdicts.found, description).toEqual(verdicts.expected);
    expect(failedOf(verdicts), description).toEqual([...lacking, ...NEVER]);
  });
});

it.each(ARCHITECTURES)(
  'a script on %s is heard to its end, however much it prints',
  async (name) => {
    // The last of it waits in the console's buffer when the guest restarts.
    const run = await runScript(
      labIso(name),
      'head -c 3500 /dev/zero | tr "\\0" x; measure x ms 1',
    );
    expect(run).toMatchObject({ exitCode: 0, measured: [{ label: 'x', unit: 'ms', after: 1 }] });
  },
);

function failedOf({ reports }: ProbeVerdicts): string[] {
  return reports.flatMap(({ name, status }) => (status === 'failed' ? [name] : []));
}

describe.each(ARCHITECTURES)('the script for a cluster, on a node for %s', (architecture) => {
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;

  beforeAll(async () => {
    scratch = await scratchFolder();
  });

  afterAll(() => scratch.dispose());

  it('comes to the verdicts of the core, and leaves the node as it was', async () => {
    const built = await buildSpec(scratch.folder, labSpec(architecture, BUILT_IN));
    const node = await nodeVerdicts(architecture, built.files.iso);
    expect(node.found, node.console).toEqual(node.expected);
    expect(node.exitCode).toBe(1);
    expect(node.before, node.console).toMatch(/^[0-9a-f]{64}$/);
    expect(node.after, node.console).toBe(node.before);
  });
});

describe('the probes beside a program that takes a processor', () => {
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;
  let iso: string;

  beforeAll(async () => {
    scratch = await scratchFolder();
    const built = await buildSpec(scratch.folder, labSpec('amd64', BUILT_IN));
    iso = built.files.iso;
  });

  afterAll(() => scratch.dispose());

  it(`come to the same verdicts ${BUSY_ROUNDS} times in a row`, async () => {
    const busy = spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' });
    try {
      for (let round = 1; round <= BUSY_ROUNDS; round += 1) {
        const verdicts = await probeVerdicts(iso);
        expect(verdicts.found, describeVerdicts(verdicts)).toEqual(verdicts.expected);
      }
    } finally {
      busy.kill('SIGKILL');
      await once(busy, 'exit');
    }
  });
});
