// Adds up what the checks and the test runners say, and prints `N passed, N failed` as the last line.
// Usage: node count-tests.mjs <results.tsv> <project graph of nx graph --file>
// A check counts as one, and so does each test of a report; nothing that failed can go uncounted.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Targets that run vitest and leave its JSON report in `coverage/<target>.json` of their project. */
const TARGETS = ['test', 'e2e'];

/** Counts the lines `passed<TAB>name` and `failed<TAB>name`; any other line counts as failed. */
export function countChecks(text) {
  const lines = text.split('\n').filter((line) => line !== '');
  const passed = lines.filter((line) => line.startsWith('passed\t')).length;
  return { passed, failed: lines.length - passed };
}

/**
 * Counts one report of vitest's JSON reporter. A file that could not be loaded has no tests to count and
 * is one failure; so is a run that calls itself unsuccessful for a reason that no test shows, and a run
 * of no tests at all. Skipped tests count as failed: this project has none.
 */
export function countReport(report) {
  const passed = report.numPassedTests;
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  ).length;
  const failed = report.numTotalTests - passed + brokenFiles;
  const unexplained = failed === 0 && (!report.success || passed === 0);
  return { passed, failed: unexplained ? 1 : failed };
}

/** The tests of a project graph: what they are called, and where their report is. */
export function testsOf({ graph }) {
  return Object.values(graph.nodes).flatMap(({ name, data }) =>
    TARGETS.filter((target) => target in data.targets).map((target) => ({
      name: `${name}:${target}`,
      report: join(data.root, 'coverage', `${target}.json`),
    })),
  );
}

/** The sum of several counts. */
export function sum(counts) {
  return counts.reduce(
    (all, each) => ({ passed: all.passed + each.passed, failed: all.failed + each.failed }),
    { passed: 0, failed: 0 },
  );
}

/** Tests without a report did not run: that is one failure, whatever the checks say. */
function readReport(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  return countReport(JSON.parse(readFileSync(path, 'utf8')));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [, , results, graph] = process.argv;
  const checks = countChecks(readFileSync(results, 'utf8'));
  const reports = testsOf(JSON.parse(readFileSync(graph, 'utf8'))).map(({ name, report }) => ({
    name,
    count: readReport(report),
  }));
  const total = sum([checks, ...reports.map(({ count }) => count)]);
  const line = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
  process.stdout.write(`\nchecks: ${line(checks)}\n`);
  for (const { name, count } of reports) process.stdout.write(`${name}: ${line(count)}\n`);
  process.stdout.write(`${line(total)}\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
