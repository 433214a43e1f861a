// What is wrong with a spec: every place at once, each with what was expected and what was found.
import type { z } from 'zod';
import { suggestNearest } from '../runtime/index.js';
import { quoted } from './quoted.js';

export interface SpecProblem {
  readonly path: readonly PropertyKey[];
  /** To be read after «expected». */
  readonly expected: string;
  /** To be read after «found». */
  readonly found: string;
  /** The name that was probably meant. */
  readonly suggestion?: string;
}

const UNKNOWN_KEY = 'an unknown key';

type Issue = z.core.$ZodIssue;

/** The problems behind zod's issues with `input`, each once. */
export function problemsOf(issues: readonly Issue[], input: unknown): SpecProblem[] {
  const problems = issues.flatMap((issue) => problemsOfIssue(issue, input, []));
  const byText = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...byText.values()];
}

function problemsOfIssue(
  issue: Issue,
  input: unknown,
  parent: readonly PropertyKey[],
): SpecProblem[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(path, key, issue));
  if (issue.code === 'invalid_union') {
    const branch = likeliestBranch(issue.errors, valueAt(input, path));
    if (branch !== undefined) return branch.flatMap((inner) => problemsOfIssue(inner, input, path));
  }
  if (issue.code === 'invalid_key') {
    const [first] = issue.issues;
    return [{ path, expected: first?.message ?? issue.message, found: quoted(path.at(-1)) }];
  }
  const found: unknown = issue.code === 'custom' ? issue.params?.['found'] : undefined;
  const actual = valueAt(input, path);
  return [
    {
      path,
      expected: issue.message,
      found: typeof found === 'string' ? found : actual === undefined ? 'nothing' : quoted(actual),
      ...suggestionFor(issue, actual),
    },
  ];
}

/**
 * The branch of a union that was probably meant: not one of another JSON type; of the others the one
 * with the fewest missing and unknown keys. None when all are of another type.
 */
function likeliestBranch(
  branches: readonly (readonly Issue[])[],
  value: unknown,
): readonly Issue[] | undefined {
  const strangeness = (issues: readonly Issue[]) =>
    issues.reduce((sum, issue) => {
      if (issue.code === 'unrecognized_keys') return sum + 2 * issue.keys.length;
      const isMissing = issue.path.length === 1 && valueAt(value, issue.path) === undefined;
      return sum + (isMissing ? 1 : 0);
    }, 0);
  const [likeliest] = branches
    .filter((issues) => !issues.some(isOfAnotherType))
    .sort((one, other) => strangeness(one) - strangeness(other));
  return likeliest;
}

function isOfAnotherType({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

/** Of an unknown key the issue's message is the list of the known ones: see `expectedOf`. */
function unknownKey(path: readonly PropertyKey[], key: string, issue: Issue): SpecProblem {
  const known = issue.message.split(' ');
  const suggestion = suggestNearest(key, known);
  return {
    path: [...path, key],
    expected: `one of ${known.map((name) => `"${name}"`).join(', ')}`,
    found: UNKNOWN_KEY,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function suggestionFor(issue: Issue, actual: unknown): { suggestion?: string } {
  if (issue.code !== 'invalid_value' || typeof actual !== 'string') return {};
  const suggestion = suggestNearest(actual, issue.values.map(String));
  return suggestion === undefined ? {} : { suggestion };
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

/** `kernel.require[2].value`, as people write it; `the spec` for the whole. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return /^[\w$]+$/.test(String(key)) ? `.${String(key)}` : `[${quoted(String(key))}]`;
    })
    .join('');
  return text.replace(/^\./, '') || 'the spec';
}

/** What is wrong, to be read after the path: `expected …, found …`. */
export function problemText({ expected, found, suggestion }: Omit<SpecProblem, 'path'>): string {
  if (suggestion === undefined) return `expected ${expected}, found ${found}`;
  if (found === UNKNOWN_KEY) return `${UNKNOWN_KEY} (did you mean "${suggestion}"?)`;
  return `expected ${expected}, found ${found} (did you mean "${suggestion}"?)`;
}
