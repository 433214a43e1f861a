import { describe, expect, it } from 'vitest';
import { headlineOf, partsOf } from './headline.js';
import { failedReport, incompleteReport, passedReport } from './report.testing.js';
import { verdictOf } from './verdict.js';

describe('the headline', () => {
  it('says what holds and what passed', () => {
    expect(headlineOf(passedReport())).toBe(
      '20 requirements hold; 8 checks, 2 boots and 10 probes passed.',
    );
  });

  it('says what failed', () => {
    expect(headlineOf(failedReport())).toBe('3 requirements fail and 3 probes failed.');
  });

  it('says what was not looked at, and that nothing failed', () => {
    expect(headlineOf(incompleteReport())).toBe(
      'Nothing failed, but 6 checks, 10 requirements and 2 boots were not checked and 10 probes were not run.',
    );
  });

  it('says both where there are both', () => {
    const report = failedReport();
    const probes = report.probes.map((probe) =>
      probe.name === 'netem-loss' ? { ...probe, status: 'not run' as const } : probe,
    );
    const required = { boot: true, probes: [] };
    expect(headlineOf({ ...report, ...verdictOf({ ...report, probes, required }), probes })).toBe(
      '3 requirements fail and 3 probes failed; 1 probe was not run.',
    );
  });
});

describe('the counts', () => {
  it('are of each part', () => {
    expect(partsOf(failedReport())).toEqual([
      { kind: 'requirement', total: 20, good: 17, failed: 3, unmeasured: 0, notApplicable: 0 },
      { kind: 'check', total: 8, good: 7, failed: 0, unmeasured: 0, notApplicable: 1 },
      { kind: 'boot', total: 2, good: 2, failed: 0, unmeasured: 0, notApplicable: 0 },
      { kind: 'probe', total: 10, good: 7, failed: 3, unmeasured: 0, notApplicable: 0 },
    ]);
  });
});
