import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { unprivileged } from '../../runtime/testing/unprivileged.testing.js';
import { readReport } from './read-report.js';
import { passedReport } from './report.testing.js';
import { reportNames, writeReports } from './write-reports.js';

const NAMES = reportNames('minikube-amd64');

describe('a folder for the report that cannot be written', () => {
  it('is named with what to do', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o555);
    await unprivileged(async () => {
      await expect(writeReports(folder, NAMES, passedReport())).rejects.toMatchObject({
        code: 'NOT_WRITABLE',
        message: expect.stringContaining(folder),
        hint: expect.stringMatching(/writable|another/),
      });
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('may be a file', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const written = writeReports(file, NAMES, passedReport());
    await expect(written).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });

  it('may hold a folder of the name of a report, and is left as it was', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, NAMES.html));
    await expect(writeReports(folder, NAMES, passedReport())).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringContaining('a folder has that name'),
    });
    expect(readdirSync(folder)).toEqual([NAMES.html]);
  });
});

describe('a file that is no report', () => {
  function fileWith(content: string): string {
    const path = join(temporaryFolder(), 'report.json');
    writeFileSync(path, content);
    return path;
  }

  it.each([
    ['text', 'hello', 'it is not JSON'],
    ['a report cut short', JSON.stringify(passedReport()).slice(0, -2), 'it is not JSON'],
    ['null', 'null', 'it has no reportVersion'],
    ['a list', '[]', 'it has no reportVersion'],
    ['other JSON', '{"manifestVersion":1}', 'it has no reportVersion'],
    ['too little', '{"reportVersion":1}', 'verdict'],
    ['a made-up verdict', JSON.stringify({ ...passedReport(), verdict: 'fine' }), 'verdict'],
    ['an unknown key', JSON.stringify({ ...passedReport(), extra: 1 }), 'extra'],
  ])('is refused: %s', async (_, content, why) => {
    await expect(readReport(fileWith(content))).rejects.toMatchObject({
      code: 'REPORT_INVALID',
      message: expect.stringContaining(why),
      hint: expect.stringContaining('verify-iso'),
    });
  });

  it.each([0, 2, '1', null, { deep: '\x1b[31m::error::' }])(
    'is refused for its version: %j',
    async (reportVersion) => {
      const path = fileWith(JSON.stringify({ ...passedReport(), reportVersion }));
      await expect(readReport(path)).rejects.toMatchObject({
        code: 'REPORT_VERSION_UNKNOWN',
        message: expect.stringContaining('expected a report of version 1, found version '),
      });
    },
  );

  it('is refused when it is not there', async () => {
    const path = join(temporaryFolder(), 'none.json');
    await expect(readReport(path)).rejects.toMatchObject({ code: 'REPORT_NOT_FOUND' });
    await expect(readReport(join(fileWith(''), 'below'))).rejects.toMatchObject({
      code: 'REPORT_NOT_FOUND',
    });
  });

  it('is refused when it is a folder, or may not be read', async () => {
    const folder = temporaryFolder();
    await expect(readReport(folder)).rejects.toMatchObject({ code: 'REPORT_UNREADABLE' });
    const path = fileWith('{}');
    chmodSync(path, 0);
    await unprivileged(async () => {
      await expect(readReport(path)).rejects.toMatchObject({ code: 'REPORT_UNREADABLE' });
    });
  });
});
