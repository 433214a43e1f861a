import fc from 'fast-check';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRunner, sha256 } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { assembleClusterScript } from './cluster-script.js';
import { judgeProbe } from './judge.js';
import { anyExpectations, anyRun } from './judge.testing.js';
import type { Expectation, Probe, ProbeRun } from './probe.js';
import { madeUpProbe } from './probe.testing.js';
import { readProbeRuns } from './protocol.js';
import { packageScript } from './scripts.js';
import { allProbes } from './select.js';

const probe = (name: string, script: string, more: Partial<Probe> = {}) =>
  madeUpProbe({ name, script, ...more });

interface NodeOptions {
  readonly user?: number;
  /** The shell's arguments and input, given the path and text of the script. */
  readonly start?: (path: string, text: string) => { args: string[]; input?: string };
  readonly shell?: string;
}

/** Runs a script as a node's user would; `left` is what it leaves in the folder for temporary files. */
async function runOnNode(
  text: string,
  { user = 0, start = (path) => ({ args: [path] }), shell = 'sh' }: NodeOptions = {},
) {
  const folder = temporaryFolder();
  const [bin, work] = [join(folder, 'bin'), join(folder, 'work')];
  await mkdir(bin);
  await mkdir(work);
  await writeFile(join(bin, 'id'), `#!/bin/sh\necho ${user}\n`);
  await chmod(join(bin, 'id'), 0o755);
  await writeFile(join(folder, 'probes.sh'), text);
  const { exitCode, stdout, stderr } = await localRunner({
    file: shell,
    ...start(join(folder, 'probes.sh'), text),
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, TMPDIR: work },
    okExitCodes: [0, 1, 2],
  });
  return { exitCode, lines: stdout.trimEnd().split('\n'), stderr, left: await readdir(work) };
}

const GOOD = probe('good', 'measure round-trip ms 100.2 0.1', {
  expectations: [{ label: 'round-trip', atLeast: { timesBefore: 1, plus: 80 } }],
});
const SLIGHT = probe('slight', 'measure round-trip ms 12 0.1', {
  expectations: [{ label: 'round-trip', atLeast: { timesBefore: 1, plus: 80 }, atMost: 500 }],
});
const REFUSED = probe('refused', 'refused "tc: unknown qdisc"');
const UNABLE = probe('unable', 'program=$(tool no-such-program)');

describe('the script for a cluster', () => {
  it('counts what did not begin as not run, when its driver was ended between two probes', async () => {
    const ending = probe('ending', 'kill -KILL "$PPID"');
    const { exitCode, lines } = await runOnNode(assembleClusterScript([GOOD, ending, SLIGHT]));
    expect(lines.at(-2)).toBe('slight           not run  it did not begin');
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 2 not run');
    expect(exitCode).toBe(2);
  });

  it('prints what each probe measured, and ends well when all passed', async () => {
    const { exitCode, lines, stderr, left } = await runOnNode(assembleClusterScript([GOOD]));
    expect(lines).toEqual([
      'PROBE            VERDICT',
      'good             passed   round-trip 0.1 -> 100.2 ms',
      '1 passed, 0 failed, 0 not run',
    ]);
    expect({ exitCode, stderr, left }).toEqual({ exitCode: 0, stderr: '', left: [] });
  });

  it('ends with 1 when one failed, and says why', async () => {
    const script = assembleClusterScript([GOOD, SLIGHT, REFUSED, UNABLE]);
    const { exitCode, lines, left } = await runOnNode(script);
    expect(lines.slice(2)).toEqual([
      'slight           failed   round-trip 0.1 -> 12 ms; expected round-trip of at least 80.1',
      'refused          failed   tc: unknown qdisc',
      'unable           not run  the program no-such-program is not there',
      '1 passed, 2 failed, 1 not run',
    ]);
    expect({ exitCode, left }).toEqual({ exitCode: 1, left: [] });
  });

  it('says why nothing is proven by what is not there, or was not measured', async () => {
    const broken = probe('broken', 'no-such-program 2>/dev/null || { echo no ping; exit 127; }');
    const silent = probe('silent', 'exit 0');
    const { exitCode, lines } = await runOnNode(assembleClusterScript([broken, silent]));
    expect(lines.slice(1, 3)).toEqual([
      'broken           not run  a program is not there or cannot be started: no ping',
      'silent           not run  nothing was measured',
    ]);
    expect(exitCode).toBe(2);
  });

  it('ends with 2 when none failed and one could not run', async () => {
    const { exitCode } = await runOnNode(assembleClusterScript([GOOD, UNABLE]));
    expect(exitCode).toBe(2);
  });

  it('does the same when a shell reads it from its input', async () => {
    const start = (_: string, input: string) => ({ args: ['-s'], input });
    const reads = probe('reads', 'cat; measure x ms 1');
    const script = assembleClusterScript([reads, GOOD]);
    expect(await runOnNode(script, { start })).toMatchObject({ exitCode: 0, left: [] });
  });

  it.each(['bash', 'dash', 'busybox'])('is the same to %s', async (shell) => {
    const start = (path: string) => ({ args: shell === 'busybox' ? ['sh', path] : [path] });
    const result = await runOnNode(assembleClusterScript([GOOD, SLIGHT]), { shell, start });
    // busybox's shell takes its own applet for `id`.
    const isRoot = shell !== 'busybox' || process.getuid?.() === 0;
    expect(result).toMatchObject({ exitCode: isRoot ? 1 : 2, left: [] });
  });

  it('does nothing without the rights for it', async () => {
    const { exitCode, stderr, left } = await runOnNode(assembleClusterScript([GOOD]), {
      user: 1000,
    });
    expect({ exitCode, left }).toEqual({ exitCode: 2, left: [] });
    expect(stderr).toContain('sudo sh');
  });

  it('tells probes that the node belongs to others', async () => {
    const where = probe('where', 'test "$NMI_PLACE" = cluster && measure x ms 1');
    expect(await runOnNode(assembleClusterScript([where]))).toMatchObject({ exitCode: 0 });
  });

  it('carries scripts and values as they are', async () => {
    const hostile = `$(exit 9) \`exit 9\` \\ ' " $HOME\nEOF\nNMI_END\n`;
    const carried = probe(
      'carried',
      `in_script() { cat <<'LAST'\n${hostile}LAST\n}
test "$(in_script | sha256sum)" = "${sha256(hostile)}  -"
test "$(value key | sha256sum)" = "${sha256(hostile)}  -"
measure x ms 1`,
      { values: { key: hostile } },
    );
    const { exitCode, lines } = await runOnNode(assembleClusterScript([carried]));
    expect(exitCode, lines.join('\n')).toBe(0);
  });

  it('lets the probe that runs clean up when it is ended itself', async () => {
    const folder = temporaryFolder();
    const script = `at_exit 'echo cleaned >"${folder}/cleaned"'; echo >"${folder}/began"; sleep 600`;
    const ended = runOnNode(assembleClusterScript([probe('endless', script)]), {
      start: (path) => ({
        args: [
          '-c',
          // Ends the script as soon as its probe runs.
          'sh "$0" & until [ -e "$1/began" ]; do sleep 0.1; done; kill -TERM $!; wait $!; [ $? = 143 ]',
          ...[path, folder],
        ],
      }),
    });
    expect(await ended).toMatchObject({ exitCode: 0, left: [] });
    expect(await readdir(folder)).toContain('cleaned');
  });

  it('is the same text for the same probes, and has no secret', () => {
    const probes = allProbes({ configSha256: 'c'.repeat(64) });
    expect(assembleClusterScript(probes)).toBe(assembleClusterScript(probes));
  });
});

describe('the table', () => {
  const TOKEN = 'f00d';

  /** The last is the number of a word that is empty where something is measured. */
  type Case = readonly [readonly Expectation[], ProbeRun, number | undefined];
  const anyMissing = fc.option(fc.nat(4), { freq: 3, nil: undefined });

  /** What the driver tells of runs, in the order of their names. */
  function told(cases: readonly Case[]): string {
    const say = (words: string) => `@nmi:${TOKEN} ${words}\n`;
    return cases
      .map(
        ([, { measured, output, unable, refused, exitCode }, missing], index) =>
          say(`begin p${index}`) +
          measured
            .map(({ label, unit, after, before }) =>
              ['measure', label, unit, after, ...(before === undefined ? [] : [before])]
                .map((word, at) => (at === missing ? '' : word))
                .join(' '),
            )
            .map(say)
            .join('') +
          output.map((line) => `${line}\n`).join('') +
          (unable === undefined ? '' : say(`unable ${unable}`)) +
          (refused === undefined ? '' : say(`refused ${refused}`)) +
          (exitCode === undefined ? '' : say(`end p${index} ${exitCode}`)),
      )
      .join('');
  }

  const cases = fc.sample(fc.tuple(anyExpectations, anyRun, anyMissing), 2000);
  const text = told(cases);
  const runs = readProbeRuns(
    text.split('\n').map((line, at) => ({ at, text: line })),
    TOKEN,
  );
  const probes = cases.map(([expectations], index) =>
    madeUpProbe({ name: `p${index}`, expectations }),
  );

  it.each([
    ['this system’s awk', ['awk']],
    ['busybox awk', ['busybox', 'awk']],
  ])('comes to the verdicts of the core, by %s', async (_, [file, ...args]) => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'table.awk'), packageScript('table.awk'));
    await writeFile(join(folder, 'expectations'), expectationsOf(assembleClusterScript(probes)));
    const { stdout } = await localRunner({
      file: file ?? 'awk',
      args: [
        ...args,
        ...['-f', join(folder, 'table.awk'), '-v', `token=${TOKEN}`],
        ...['-v', `expectations=${join(folder, 'expectations')}`],
      ],
      input: text,
      okExitCodes: [0, 1, 2],
    });
    const rows = stdout.split('\n').filter((line) => /^p\d/.test(line));
    const verdicts = rows.map((row) => row.slice(17, 25).trim());
    expect(verdicts).toEqual(probes.map((each) => judgeProbe(each, runs.get(each.name)).status));
  });
});

/** The file `expectations` as the script writes it. */
function expectationsOf(script: string): string {
  const [, text = ''] = /\/expectations" <<'(?:NMI_END_\w+)'\n(.*?)NMI_END_/s.exec(script) ?? [];
  return text;
}
