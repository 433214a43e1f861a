// Reads an ISO spec from text, and says everything that is wrong with it at once.
import { IsoError } from '../runtime/index.js';
import { expectedOf } from './expected.js';
import type { IsoSpec } from './iso-spec.js';
import { parseJson, type JsonDocument } from './json.js';
import { pathText, problemsOf, problemText, type SpecProblem } from './problems.js';
import { specSchema } from './schema.js';
import { comparePositions } from './text-position.js';
import { toIsoSpec } from './to-iso-spec.js';

/** No spec of people comes near it; a file that does is another file. In characters, or bytes on disk. */
export const MAX_SPEC_SIZE = 1024 * 1024;

/** An error names this many problems; whoever has more has another one than the rest of them. */
const MAX_SHOWN = 30;

export interface ParseOptions {
  /** How errors call the file. */
  readonly path: string;
}

/**
 * The spec in `text`, with defaults applied and paths as they stand (see `resolvePaths`).
 *
 * @throws IsoError `SPEC_TOO_LARGE`, `SPEC_NOT_JSON`, `SPEC_INVALID`
 */
export function parseSpec(text: string, { path }: ParseOptions): IsoSpec {
  if (text.length > MAX_SPEC_SIZE) throw tooLarge(path, text.length);
  const document = parseJson(text, path);
  const result = specSchema.safeParse(document.value, { error: expectedOf });
  if (!result.success) {
    throw invalid(path, document, problemsOf(result.error.issues, document.value));
  }
  return toIsoSpec(result.data);
}

export function tooLarge(path: string, size: number): IsoError {
  return new IsoError(
    'SPEC_TOO_LARGE',
    `${path}: expected at most ${MAX_SPEC_SIZE} bytes, found ${size}`,
    { hint: 'Check the path: an ISO spec is a short JSON file.', details: { path, size } },
  );
}

function invalid(path: string, document: JsonDocument, problems: readonly SpecProblem[]): IsoError {
  const placed = problems
    .map((problem) => ({ problem, position: document.positionOf(problem.path) }))
    .sort((one, other) => comparePositions(one.position, other.position))
    .slice(0, MAX_SHOWN)
    .map(({ problem, position }) => ({ ...problem, ...position, path: pathText(problem.path) }));
  const texts = placed.map(
    (problem) => `${problem.path} (line ${problem.line}): ${problemText(problem)}`,
  );
  if (problems.length > MAX_SHOWN) texts.push(`and ${problems.length - MAX_SHOWN} more`);
  return new IsoError('SPEC_INVALID', `${path}: ${texts.join('; ')}`, {
    hint: 'Correct the spec; with its "$schema" an editor completes keys and shows mistakes.',
    details: { path, problems: placed },
  });
}
