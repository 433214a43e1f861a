// Writes a folder as an ISO with Rock Ridge and Joliet names; the same files give the same bytes.
import type { Runner } from 'iso-core';
import { BUILD_TIME } from '../build-time.js';

/** Runs xorriso on `folder`; `bootOptions` are those of mkisofs that make the ISO bootable. */
export async function writeIso(
  run: Runner,
  folder: string,
  iso: string,
  bootOptions: readonly string[],
): Promise<void> {
  const dates = ['--set_all_file_dates', `=${BUILD_TIME}`];
  await run({
    file: 'xorriso',
    args: [
      '-no_rc',
      '-as',
      'mkisofs',
      '-quiet',
      '-J',
      '-r',
      ...dates,
      ...bootOptions,
      '-o',
      iso,
      folder,
    ],
    // Gives the volume its dates and identifiers.
    env: { SOURCE_DATE_EPOCH: `${BUILD_TIME}` },
  });
}
