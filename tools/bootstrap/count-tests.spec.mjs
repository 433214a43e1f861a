import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChecks, countReport, sum, testsOf } from './count-tests.mjs';

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

describe('testsOf', () => {
  it('finds every target that runs tests, and its report', () => {
    const nodes = {
      lab: { name: 'lab', data: { root: 'tools/lab', targets: { build: {}, test: {} } } },
      e2e: { name: 'e2e', data: { root: 'e2e/tests', targets: { e2e: {} } } },
      chaos: { name: 'chaos', data: { root: 'e2e/chaos', targets: { 'build-iso': {} } } },
    };
    expect(testsOf({ graph: { nodes } })).toEqual([
      { name: 'lab:test', report: 'tools/lab/coverage/test.json' },
      { name: 'e2e:e2e', report: 'e2e/tests/coverage/e2e.json' },
    ]);
  });
});

describe('count-tests.mjs', () => {
  const program = fileURLToPath(new URL('count-tests.mjs', import.meta.url));
  let folder;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'count-tests-'));
    const node = (name) => [name, { name, data: { root: name, targets: { test: {} } } }];
    const nodes = Object.fromEntries([node('a'), node('b')]);
    writeFileSync(join(folder, 'graph.json'), JSON.stringify({ graph: { nodes } }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const report = (project, content) => {
    mkdirSync(join(folder, project, 'coverage'), { recursive: true });
    writeFileSync(join(folder, project, 'coverage/test.json'), JSON.stringify(content));
  };
  const run = (results) => {
    writeFileSync(join(folder, 'results.tsv'), results);
    const { status, stdout } = spawnSync(process.execPath, [program, 'results.tsv', 'graph.json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
  };

  it('ends with one line that counts checks and tests together', () => {
    report('a', vitestReport({ passed: 3 }));
    report('b', vitestReport({ passed: 4 }));
    expect(run('passed\tlint\npassed\tunit tests\n')).toEqual({
      status: 0,
      lastLine: '9 passed, 0 failed',
    });
  });

  it('fails when one check failed, though all tests passed', () => {
    report('a', vitestReport({ passed: 3 }));
    report('b', vitestReport({ passed: 4 }));
    expect(run('failed\tlint\n')).toEqual({ status: 1, lastLine: '7 passed, 1 failed' });
  });

  it('fails when the tests of one project did not report', () => {
    report('a', vitestReport({ passed: 3 }));
    expect(run('passed\tunit tests\n')).toEqual({ status: 1, lastLine: '4 passed, 1 failed' });
  });
});
