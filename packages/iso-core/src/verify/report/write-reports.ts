// Puts the files of a report in place.
import { join } from 'node:path';
import { stableJson, writeAtomically } from '../../runtime/index.js';
import { htmlReport } from './html/html-report.js';
import { reportSchema, type VerifyReport } from './report.js';

/** Plain file names, or their paths. */
export interface ReportFiles {
  readonly json: string;
  readonly html: string;
}

/** `minikube-amd64.json` and `minikube-amd64.html` for the stem `minikube-amd64`. */
export function reportNames(stem: string): ReportFiles {
  return { json: `${stem}.json`, html: `${stem}.html` };
}

/**
 * Writes both files, each whole or not at all, and says where they are. The JSON comes last: whoever
 * finds it finds the page beside it.
 *
 * @throws IsoError `NOT_WRITABLE`, `DISK_FULL`
 */
export async function writeReports(
  folder: string,
  names: ReportFiles,
  report: VerifyReport,
): Promise<ReportFiles> {
  const checked = reportSchema.parse(report);
  const files = { json: join(folder, names.json), html: join(folder, names.html) };
  await writeAtomically(files.html, htmlReport(checked));
  await writeAtomically(files.json, stableJson(checked));
  return files;
}
