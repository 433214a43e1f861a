// The error of a Makefile that asks for more than any does.
import { IsoError } from '../../runtime/index.js';

export function tooLarge(file: string, found: string, limit: number): IsoError {
  return new IsoError(
    'BUMP_MAKEFILE_TOO_LARGE',
    `${file}: with what it includes the Makefile has ${found}, more than the ${limit} allowed`,
    {
      hint: 'Name the Makefile that says `--iso-url`, and check what it includes.',
      details: { file, limit },
    },
  );
}
