// The folder that the reports go to: that it takes them is known before anything is spent on what they say.
import { join } from 'node:path';
import { IsoError, isIsoError, withTemporaryFolder, writeAtomically } from '../runtime/index.js';
import type { VerifyRequest } from './request.js';

/** Absolute. Reports on another ISO than the project's own lie apart. */
export function reportFolder({
  outputFolder,
  overrides,
}: Pick<VerifyRequest, 'outputFolder' | 'overrides'>): string {
  return overrides?.iso === undefined ? outputFolder : join(outputFolder, 'other');
}

/** Resolves when a file can be written to `folder`, which is made if need be. Errors: `NOT_WRITABLE`, `DISK_FULL`. */
export async function assertTakesReports(folder: string): Promise<void> {
  try {
    await withTemporaryFolder(folder, (inside) => writeAtomically(join(inside, 'report'), '\n'));
  } catch (error) {
    if (!isIsoError(error, 'NOT_WRITABLE')) throw error;
    throw new IsoError('NOT_WRITABLE', error.message, {
      hint: 'Make that folder writable for this user, or name another one for the reports with --outputPath.',
      cause: error.cause,
      details: error.details,
    });
  }
}
