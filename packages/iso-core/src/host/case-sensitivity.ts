// Whether a folder tells names apart that differ in case alone, as kernel trees have them.
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode, withTemporaryFolder } from '../runtime/index.js';

/** Looks by making a file in `folder`, which is made if need be. */
export async function isCaseSensitive(folder: string): Promise<boolean> {
  return withTemporaryFolder(folder, async (scratch) => {
    await writeFile(join(scratch, 'case'), '');
    try {
      await access(join(scratch, 'CASE'));
      return false;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return true;
      throw error;
    }
  });
}
