import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportSchema, type VerifyReport } from '../report.js';
import { failedReport, incompleteReport, passedReport } from '../report.testing.js';
import { htmlReport } from './html-report.js';

const all = [passedReport(), failedReport(), incompleteReport()];

/** What is read, without markup. */
function textOf(html: string): string {
  return html
    .replace(/<(style|script)\b.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
}

function part(report: VerifyReport, id: string): string {
  const [, section = ''] =
    new RegExp(`<section id="${id}".*?>(.*?)</section>`, 's').exec(htmlReport(report)) ?? [];
  return textOf(section);
}

describe('the page of a report', () => {
  it('begins with the verdict and why', () => {
    expect(textOf(htmlReport(failedReport()))).toMatch(
      /^\s*Failed: base\.iso Failed 3 requirements fail and 3 probes failed\. dist\/tools\/lab\/amd64\/base\.iso · amd64 · kernel 6\.1\.176 · 8\.4 MiB What fell short 3 requirements fail NET_SCH_PRIO , NET_CLS_FLOWER , BLK_DEV_THROTTLING : is n, wanted y or m Next The ISO spec requires it: build an ISO that has it/,
    );
  });

  it('names nothing that fell short when it passed', () => {
    expect(htmlReport(passedReport())).not.toContain('What fell short');
  });

  it('shows each requirement with wanted, actual, proof and reason, those that fail first', () => {
    const text = part(failedReport(), 'requirements');
    expect(text).toMatch(
      /^ Requirements Option Status Wanted Actual Proof Needed for NET_SCH_PRIO fails y or m n is n, wanted y or m tc puts prio qdiscs/,
    );
    expect(text).toContain(
      'NET_SCH_TBF holds y or m m kernel/net/sched/sch_tbf.ko loads into this kernel The tbf qdisc limits the bandwidth. (chaos-controller/network)',
    );
    expect(text).toContain(
      'NET_CLS_CGROUP or CGROUP_NET_CLASSID holds y or m y, y NET_CLS_CGROUP : by the kernel’s own config CGROUP_NET_CLASSID : by the kernel’s own config',
    );
  });

  it('shows each check', () => {
    expect(part(passedReport(), 'checks')).toContain(
      'Kernel release passed 6.1.176 6.1.176 The kernel says the release that the manifest names.',
    );
  });

  it('says beside each chart in words what it shows', () => {
    const text = part(failedReport(), 'probes');
    expect(text).toContain(
      'round trip as expected before 0.071 ms after 201.2 ms 0 400 expected: between 195 and 300 ms',
    );
    expect(text).toContain('write throughput not as expected before 141.7 MB/s after 139.6 MB/s');
    expect(text).toContain('expected: between 0.5 and 1.6 MB/s · logarithmic scale');
  });

  it('shows what a failed probe printed', () => {
    expect(part(failedReport(), 'probes')).toContain('Error: Specified qdisc kind is unknown.');
  });

  it('shows when a boot reached what, with its console folded away', () => {
    const text = part(passedReport(), 'boots');
    expect(text).toContain('kernel 3.1 s userspace 5.2 s login prompt 6.4 s');
    expect(text).toContain('Console log: 20 lines, the last of 138 lines');
    expect(htmlReport(passedReport())).toMatch(/<details class="log"><summary>/);
  });

  it('says when a boot was not to be', () => {
    const { boot: _, ...report } = passedReport();
    expect(part(report, 'boots')).toContain('It was not to be booted this way.');
  });

  it('names the digest, the machine and the kernel', () => {
    const text = part(passedReport(), 'facts');
    expect(text).toContain('e0cf5f7c1309d86b2a1cf141caa8e08a83b163317cde9c6578bb3a5276bd9cc7');
    expect(text).toContain('TCG (no hardware virtualisation), 512 MiB of memory');
    expect(text).toContain('2026-11-22 09:30:00 UTC, took 31 s');
    expect(part(incompleteReport(), 'facts')).toContain('SHA-256 not known: it was read in part');
  });

  it('shows a report with next to nothing in it', () => {
    const { boot: _, probeBoot: __, kernel: ___, ...report } = passedReport();
    const bare = { ...report, requirements: [], checks: [], probes: [] };
    expect(textOf(htmlReport(bare))).toContain('no kernel read');
    expect(part(bare, 'requirements')).toContain('None were asked for.');
  });
});

describe('what the page may do', () => {
  it.each(all)('is nothing but to show itself ($verdict)', (report) => {
    const html = htmlReport(report);
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'">`,
    );
    expect(html.match(/<(style|link|img|iframe|object|embed|base|form|audio|video)\b/g)).toEqual([
      '<style',
    ]);
    expect(html).not.toMatch(/\s(style|src|on\w+)=/);
    expect(html.match(/href="(?!#)/)).toBeNull();
    expect(style).not.toMatch(/@import|url\(/);
  });

  it.each(all)('has the report in it as data ($verdict)', (report) => {
    const scripts = [...htmlReport(report).matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)];
    expect(scripts.map(([, attributes]) => attributes)).toEqual([
      ' type="application/json" id="report"',
    ]);
    expect(reportSchema.parse(JSON.parse(scripts[0]?.[2] ?? ''))).toEqual(report);
  });
});
