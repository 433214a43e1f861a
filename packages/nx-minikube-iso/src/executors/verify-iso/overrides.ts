// What the options of verify-iso say over the spec. Pure.
import { resolve } from 'node:path';
import { IsoError, type VerifyOverrides } from 'iso-core';
import { assertUrl } from '../assert-url.js';
import { assertInRange } from '../ranges.js';
import { MEMORY, TIMEOUT } from './limits.js';
import type { VerifyIsoExecutorOptions } from './schema.js';

/**
 * The overrides that `options` stand for; paths are relative to `root`. Errors: `OPTIONS_CONFLICT`,
 * `OPTION_OUT_OF_RANGE`, `URL_INVALID`.
 */
export function overridesOf(options: VerifyIsoExecutorOptions, root: string): VerifyOverrides {
  const { architecture, depth, boot, timeout, memory } = options;
  assertInRange('timeout', timeout, TIMEOUT);
  assertInRange('memory', memory, MEMORY);
  const iso = isoOf(options, root);
  const probes = probesOf(options.probes);
  return {
    ...(architecture === undefined ? {} : { architecture }),
    ...(iso === undefined ? {} : { iso }),
    ...(depth === undefined ? {} : { depth }),
    ...(boot === undefined ? {} : { boot }),
    ...(probes === undefined ? {} : { probes }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(memory === undefined ? {} : { memory }),
  };
}

function isoOf({ iso, url }: VerifyIsoExecutorOptions, root: string): string | undefined {
  if (iso !== undefined && url !== undefined) {
    throw new IsoError('OPTIONS_CONFLICT', 'Expected either --iso or --url, found both', {
      hint: 'Verify them one after the other.',
      details: { iso, url },
    });
  }
  assertUrl('url', url, 'Name a file with --iso.');
  return url ?? (iso === undefined ? undefined : resolve(root, iso));
}

/** A command line gives names as `a,b`, or one by one. */
function probesOf(probes: VerifyIsoExecutorOptions['probes']): VerifyOverrides['probes'] {
  if (probes === undefined || typeof probes === 'boolean') return probes;
  if (probes === 'true' || probes === 'false') return probes === 'true';
  const names = typeof probes === 'string' ? [probes] : probes;
  return names.flatMap((name) => name.split(',')).filter((name) => name !== '');
}
