// Reads a report from its file; whatever is not one is refused.
import { readFile, stat } from 'node:fs/promises';
import { cleanLine, IsoError, systemCode } from '../../runtime/index.js';
import { REPORT_VERSION, reportSchema, type VerifyReport } from './report.js';

/** 64 MiB: consoles and outputs are bounded far below it. */
const MAX_REPORT_SIZE = 64 * 1024 ** 2;

const VERIFY_AGAIN = 'Verify the ISO again with verify-iso; it writes the report anew.';

/**
 * The report in a file.
 *
 * @throws IsoError `REPORT_NOT_FOUND`, `REPORT_UNREADABLE`, `REPORT_INVALID`, `REPORT_VERSION_UNKNOWN`
 */
export async function readReport(path: string): Promise<VerifyReport> {
  const value = parseJson(await readBounded(path), path);
  checkVersion(value, path);
  const { data, error } = reportSchema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
  throw invalid(path, `${place}: ${issue?.message ?? 'unknown'}`, error);
}

async function readBounded(path: string): Promise<string> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw unreadable(path, 'it is not a file');
    if (stats.size > MAX_REPORT_SIZE) throw unreadable(path, `it has ${stats.size} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof IsoError) throw error;
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unreadable(path, code ?? 'unknown', error);
    throw new IsoError('REPORT_NOT_FOUND', `${path}: expected a report, found no such file`, {
      hint: 'Verify the ISO first with verify-iso; it writes the report.',
      cause: error,
      details: { path },
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(path, 'it is not JSON', error);
  }
}

function checkVersion(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null || !('reportVersion' in value)) {
    throw invalid(path, 'it has no reportVersion');
  }
  const { reportVersion: found } = value;
  if (found === REPORT_VERSION) return;
  const shown = cleanLine(JSON.stringify(found), 40);
  throw new IsoError(
    'REPORT_VERSION_UNKNOWN',
    `${path}: expected a report of version ${REPORT_VERSION}, found version ${shown}`,
    {
      hint: 'Read it with the release of nx-minikube-iso that wrote it, or verify the ISO again with this one.',
      details: { path, expected: REPORT_VERSION, found },
    },
  );
}

function unreadable(path: string, why: string, cause?: unknown): IsoError {
  return new IsoError('REPORT_UNREADABLE', `${path}: the report cannot be read (${why})`, {
    hint: 'Give the path of the .json file of a report, and make it readable.',
    cause,
    details: { path },
  });
}

function invalid(path: string, why: string, cause?: unknown): IsoError {
  return new IsoError('REPORT_INVALID', `${path} is not a report: ${cleanLine(why, 200)}`, {
    hint: VERIFY_AGAIN,
    cause,
    details: { path },
  });
}
