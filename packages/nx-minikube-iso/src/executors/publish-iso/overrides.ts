// What the options of publish-iso say over the spec. Pure.
import { IsoError, type PublishOverrides } from 'iso-core';
import { assertUrl } from '../assert-url.js';
import type { PublishIsoExecutorOptions } from './schema.js';

/** Errors: `OPTIONS_CONFLICT`, `URL_INVALID`. */
export function overridesOf({
  spec: _spec,
  inputPath: _input,
  reportPath: _report,
  outputPath: _output,
  abort,
  ...overrides
}: PublishIsoExecutorOptions): PublishOverrides {
  assertUrl('endpoint', overrides.endpoint);
  assertUrl('publicUrl', overrides.publicUrl);
  if (abort === true && overrides.dryRun === true) {
    throw new IsoError('OPTIONS_CONFLICT', 'Expected either --abort or --dryRun, found both', {
      hint: 'Run with --dryRun alone: it says what is there.',
    });
  }
  return overrides;
}
