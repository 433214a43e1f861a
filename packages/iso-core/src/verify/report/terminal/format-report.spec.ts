import { describe, expect, it } from 'vitest';
import type { VerifyReport } from '../report.js';
import { failedReport, incompleteReport, passedReport } from '../report.testing.js';
import { verdictOf } from '../verdict.js';
import { formatReport } from './format-report.js';
import { displayWidth } from './layout.js';

const required = { boot: true, probes: [] };

function panicked(): VerifyReport {
  const report = passedReport();
  const boot = {
    status: 'failed' as const,
    detail: 'The kernel panicked after 2.1 s.',
    hint: 'Look at the end of the console log.',
    timeline: [],
    console: [
      'old',
      '1',
      '2',
      '',
      'Kernel panic - not syncing: No working init found.',
      '4',
      '5',
    ].join('\r\n'),
    droppedLines: 0,
  };
  return { ...report, ...verdictOf({ ...report, boot, required }), boot };
}

describe('a report on a terminal', () => {
  it('begins with the verdict, then says what fell short and what to do', () => {
    expect(formatReport(failedReport()).slice(0, 10)).toEqual([
      '✖ failed: 3 requirements fail and 3 probes failed.',
      '  dist/tools/lab/amd64/base.iso, amd64, kernel 6.1.176, 8.4 MiB, read at depth content, took 30 s',
      '',
      '✖ 3 requirements fail',
      '    NET_SCH_PRIO, NET_CLS_FLOWER, BLK_DEV_THROTTLING: is n, wanted y or m',
      '    next: The ISO spec requires it: build an ISO that has it with build-iso.',
      '✖ 3 probes failed',
      '    prio-netem, flower-filter: The effect could not be set up: tc ended with exit code 2.',
      '    disk-throttle: write throughput is 139.6 MB/s, expected between 0.5 and 1.6 MB/s.',
      '    next: The kernel lacks an option that this probe exercises: see the requirements that fail.',
    ]);
  });

  it('gives what fails a row, and names what holds', () => {
    const lines = formatReport(failedReport());
    const at = lines.indexOf('Requirements: 17 of 20 hold');
    expect(lines.slice(at + 1, at + 5)).toEqual([
      '  ✖ NET_SCH_PRIO        fails  is n  wanted y or m',
      '  ✖ NET_CLS_FLOWER      fails  is n  wanted y or m',
      '  ✖ BLK_DEV_THROTTLING  fails  is n  wanted y or m',
      '  ✔ NET_SCHED=y NET_SCH_NETEM=y NET_SCH_TBF=m NET_CLS_ACT=y NET_CLS_BPF=m NF_CONNTRACK=m',
    ]);
  });

  it('sets out what each probe measured, and what a failed one printed', () => {
    const lines = formatReport(failedReport());
    const at = lines.indexOf('Probes: 7 of 10 passed');
    expect(lines.slice(at + 1, at + 6)).toEqual([
      '  ✖ prio-netem          The effect could not be set up: tc ended with exit code 2.',
      '      | + tc qdisc add dev lo root handle 1: prio',
      '      | Error: Specified qdisc kind is unknown.',
      '  ✔ netem-delay         round trip           0.071 → 201.2 ms    expected 195–300 ms',
      '  ✔ netem-loss          packets lost of 200  0 → 98 packets      expected 60–140 packets',
    ]);
  });

  it('shows the end of the console of a boot that failed', () => {
    const text = formatReport(panicked()).join('\n');
    expect(text).toContain('✖ 1 boot failed');
    expect(text).toContain('Boot through its own boot loader: The kernel panicked after 2.1 s.');
    expect(text).toContain('    next: Look at the end of the console log.');
    expect(text).toContain(
      '      | Kernel panic - not syncing: No working init found.\n      | 4\n',
    );
    expect(text).not.toContain('| old');
  });

  it('says of what was not looked at once why, and has no rows for it', () => {
    const text = formatReport(incompleteReport()).join('\n');
    expect(text).toMatch(/^\? incomplete: Nothing failed, but 6 checks/);
    expect(text).toContain('? 10 probes were not run');
    expect(text).toContain('Probes: 0 of 10 passed');
    expect(text.match(/netem-delay/g)).toHaveLength(1);
    expect(text.match(/next: /g)).toHaveLength(1);
  });

  it('says nothing of parts that are not there', () => {
    const { boot: _, probeBoot: __, ...report } = passedReport();
    const lines = formatReport({ ...report, requirements: [], probes: [] });
    expect(lines.filter((line) => /^\w+:/.test(line))).toEqual(['Checks: 8 of 8 passed']);
  });

  it('fits 100 columns, or fewer where there are fewer', () => {
    const widest = (report: VerifyReport, columns?: number) =>
      Math.max(...formatReport(report, columns === undefined ? {} : { columns }).map(displayWidth));
    for (const report of [passedReport(), failedReport(), incompleteReport(), panicked()]) {
      expect(widest(report)).toBeLessThanOrEqual(100);
      expect(widest(report, 60)).toBeLessThanOrEqual(60);
      expect(widest(report, 500)).toBeLessThanOrEqual(100);
    }
  });

  it('has no colours: it reads the same in a file', () => {
    expect(formatReport(failedReport()).join('')).not.toMatch(/[\x00-\x1f]/);
  });
});
