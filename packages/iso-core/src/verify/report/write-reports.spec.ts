import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { readReport } from './read-report.js';
import type { VerifyReport } from './report.js';
import { failedReport, incompleteReport, passedReport } from './report.testing.js';
import { reportNames, writeReports } from './write-reports.js';

const NAMES = reportNames('minikube-amd64');

describe('writing a report', () => {
  it('makes the folder, puts both files there, and nothing else', async () => {
    const folder = join(temporaryFolder(), 'verify');
    const files = await writeReports(folder, NAMES, passedReport());
    expect(files).toEqual({
      json: join(folder, 'minikube-amd64.json'),
      html: join(folder, 'minikube-amd64.html'),
    });
    expect(readdirSync(folder).sort()).toEqual(['minikube-amd64.html', 'minikube-amd64.json']);
    expect(readFileSync(files.html, 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
  });

  it('replaces an earlier report', async () => {
    const folder = temporaryFolder();
    await writeReports(folder, NAMES, passedReport());
    const { json, html } = await writeReports(folder, NAMES, failedReport());
    expect((await readReport(json)).verdict).toBe('failed');
    expect(readFileSync(html, 'utf8')).toContain('<title>Failed: base.iso</title>');
  });

  it.each([passedReport(), failedReport(), incompleteReport()])(
    'keeps all of a report that is $verdict',
    async (report) => {
      const { json } = await writeReports(temporaryFolder(), NAMES, report);
      await expect(readReport(json)).resolves.toEqual(report);
    },
  );

  it('writes the same bytes for the same report', async () => {
    const folder = temporaryFolder();
    const one = await writeReports(folder, reportNames('one'), passedReport());
    const other = await writeReports(folder, reportNames('other'), passedReport());
    for (const kind of ['json', 'html'] as const) {
      expect(readFileSync(one[kind])).toEqual(readFileSync(other[kind]));
    }
  });

  it('writes nothing of what is no report', async () => {
    const folder = temporaryFolder();
    const report = { ...passedReport(), seconds: -1 } satisfies VerifyReport;
    await expect(writeReports(folder, NAMES, report)).rejects.toThrow('seconds');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('reading a report', () => {
  it('gives what the file holds, whoever wrote it', async () => {
    const path = join(temporaryFolder(), 'report.json');
    writeFileSync(path, JSON.stringify(incompleteReport()));
    await expect(readReport(path)).resolves.toEqual(incompleteReport());
  });
});
