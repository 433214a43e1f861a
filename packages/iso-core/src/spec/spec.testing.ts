// Shorthands for tests that read specs.
import { isIsoError } from '../runtime/index.js';
import type { IsoSpec } from './iso-spec.js';
import { parseSpec } from './parse.js';

/** The spec of a value that can be written as JSON. */
export function parse(value: unknown): IsoSpec {
  return parseSpec(JSON.stringify(value), { path: 'minikube-iso.json' });
}

/** What is wrong with it, one text for each problem; without the lines. */
export function problemsIn(value: unknown): string[] {
  try {
    parse(value);
  } catch (error) {
    if (!isIsoError(error, 'SPEC_INVALID')) throw error;
    return error.message
      .replace(/^minikube-iso\.json: /, '')
      .replace(/ \(line \d+\)/g, '')
      .split('; ');
  }
  return [];
}
