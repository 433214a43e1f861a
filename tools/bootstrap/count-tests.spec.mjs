import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChecks, countReport, sum } from './count-tests.mjs';

/** What vitest's JSON reporter writes, as far as it is read. */
function vitestReport({
  passed = 1,
  failed = 0,
  pending = 0,
  success = failed === 0,
  files = [],
} = {}) {
  return {
    numTotalTests: passed + failed + pending,
    numPassedTests: passed,
    success,
    testResults: files,
  };
}

describe('countChecks', () => {
  it('counts each check', () => {
    const text = 'passed\tlint\nfailed\ttypes\npassed\tunit tests\n';
    expect(countChecks(text)).toEqual({ passed: 2, failed: 1 });
  });

  it('counts what it cannot read as failed', () => {
    expect(countChecks('passed\tlint\npassed?\n')).toEqual({ passed: 1, failed: 1 });
  });
});

describe('countReport', () => {
  it('counts passed and failed tests', () => {
    expect(countReport(vitestReport({ passed: 5, failed: 2 }))).toEqual({ passed: 5, failed: 2 });
  });

  it('counts skipped tests as failed', () => {
    expect(countReport(vitestReport({ passed: 5, pending: 1 }))).toEqual({ passed: 5, failed: 1 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const files = [{ status: 'failed', assertionResults: [] }];
    const report = vitestReport({ passed: 5, success: false, files });
    expect(countReport(report)).toEqual({ passed: 5, failed: 1 });
  });

  it('does not count the file of a failed test once more', () => {
    const files = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }];
    expect(countReport(vitestReport({ failed: 1, files }))).toEqual({ passed: 1, failed: 1 });
  });

  it('counts a run that failed for no reason that a test shows', () => {
    expect(countReport(vitestReport({ success: false }))).toEqual({ passed: 1, failed: 1 });
  });

  it('counts a run without a test as failed', () => {
    expect(countReport(vitestReport({ passed: 0 }))).toEqual({ passed: 0, failed: 1 });
  });
});

describe('sum', () => {
  it('adds up counts, also of none', () => {
    expect(sum([])).toEqual({ passed: 0, failed: 0 });
    expect(
      sum([
        { passed: 1, failed: 2 },
        { passed: 3, failed: 4 },
      ]),
    ).toEqual({ passed: 4, failed: 6 });
  });
});

describe('count-tests.mjs', () => {
  const program = fileURLToPath(new URL('count-tests.mjs', import.meta.url));
  let folder;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'count-tests-'));
    mkdirSync(join(folder, 'reports'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = () => {
    const args = [program, join(folder, 'results.tsv'), join(folder, 'reports')];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
  };

  it('ends with one line that counts checks and tests together', () => {
    writeFileSync(join(folder, 'results.tsv'), 'passed\tlint\npassed\tunit tests\n');
    writeFileSync(join(folder, 'reports/a.json'), JSON.stringify(vitestReport({ passed: 3 })));
    writeFileSync(join(folder, 'reports/b.json'), JSON.stringify(vitestReport({ passed: 4 })));
    expect(run()).toEqual({ status: 0, lastLine: '9 passed, 0 failed' });
  });

  it('fails when one check failed, though all tests passed', () => {
    writeFileSync(join(folder, 'results.tsv'), 'failed\tlint\n');
    writeFileSync(join(folder, 'reports/a.json'), JSON.stringify(vitestReport({ passed: 3 })));
    expect(run()).toEqual({ status: 1, lastLine: '3 passed, 1 failed' });
  });

  it('fails when no test reported at all', () => {
    writeFileSync(join(folder, 'results.tsv'), 'passed\tunit tests\n');
    expect(run()).toEqual({ status: 1, lastLine: '1 passed, 1 failed' });
    rmSync(join(folder, 'reports'), { recursive: true });
    expect(run()).toEqual({ status: 1, lastLine: '1 passed, 1 failed' });
  });
});
