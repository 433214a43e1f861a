// Adds up what the checks and the test runners say, and prints `N passed, N failed` as the last line.
// Usage: node count-tests.mjs <results.tsv> <folder of vitest's JSON reports>
// A check counts as one, and so does each test of a report; nothing that failed can go uncounted.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** The sum of several counts. */
export function sum(counts) {
  return counts.reduce(
    (all, each) => ({ passed: all.passed + each.passed, failed: all.failed + each.failed }),
    { passed: 0, failed: 0 },
  );
}

function readReports(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => ({
    name: name.slice(0, -'.json'.length),
    count: countReport(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  }));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [, , results, folder] = process.argv;
  const checks = countChecks(readFileSync(results, 'utf8'));
  const reports = readReports(folder);
  // Without a single report no test can have run, whatever the checks say.
  const missing = { passed: 0, failed: reports.length === 0 ? 1 : 0 };
  const total = sum([checks, missing, ...reports.map(({ count }) => count)]);
  const line = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
  process.stdout.write(`\nchecks: ${line(checks)}\n`);
  for (const { name, count } of reports) process.stdout.write(`${name}: ${line(count)}\n`);
  process.stdout.write(`${line(total)}\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
