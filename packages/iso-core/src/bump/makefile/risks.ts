// What make would carry out or make anew although it is only asked what it would do (`make -n`) or what
// a variable is (`make --eval`).
import { posix } from 'node:path';
import { matchesTarget } from './active-assignments.js';
import { type Expression, writtenText } from './expression.js';
import { expressionsOf, type Makefile, type Place, placeOf } from './makefile.js';

export interface MakeRisk extends Place {
  /**
   * `run`: a command that make runs (`$(shell …)`, `!=`) or code that it loads; `recipe`: a line that is run
   * also by `make -n`; `write`: `$(file …)`; `include`: make reads what cannot be told here; `remake`: a rule
   * makes a file anew that make reads.
   */
  readonly kind: 'run' | 'recipe' | 'write' | 'include' | 'remake';
  /** What is written there. */
  readonly text: string;
}

/** Every risk, also those of recipes and variables that are perhaps not used. */
export function makeRisks(makefile: Makefile): MakeRisk[] {
  return [
    ...[...expressionsOf(makefile)].flatMap((one) => callsIn(makefile, one)),
    ...assignmentRisks(makefile),
    ...makefile.commands.flatMap(({ text }) => recipeRisks(makefile, text)),
    ...includeRisks(makefile),
    ...remakeRisks(makefile),
  ];
}

/** Also what `$$(shell …)` hides from the first expansion, for `$(eval …)` to find. */
const CALL = /\$[({]\s*(?:call\s+)?(shell|guile|file)(?![\w-])/g;

function callsIn(makefile: Makefile, expression: Expression): MakeRisk[] {
  return [...writtenText(expression).matchAll(CALL)].map((found) => ({
    ...placeOf(makefile, expression, expression.from + found.index),
    kind: found[1] === 'file' ? 'write' : 'run',
    text: found[0],
  }));
}

function assignmentRisks(makefile: Makefile): MakeRisk[] {
  return [...makefile.assignments.values()].flat().flatMap(({ operator, isDefinition, value }) => {
    if (isDefinition) return recipeRisks(makefile, value);
    const text = writtenText(value);
    return operator === '!=' ? [{ ...placeOf(makefile, value), kind: 'run', text }] : [];
  });
}

/** Lines with a `+` before the command, or that call make again. */
const ALWAYS_RUN = /^[ \t@-]*\+.*|^.*\$(?:\(MAKE\)|\{MAKE\}).*/gm;

function recipeRisks(makefile: Makefile, text: Expression): MakeRisk[] {
  return [...writtenText(text).matchAll(ALWAYS_RUN)].map((found) => ({
    ...placeOf(makefile, text, text.from + found.index),
    kind: 'recipe',
    text: found[0].trim(),
  }));
}

function includeRisks(makefile: Makefile): MakeRisk[] {
  const folder = posix.dirname(makefile.file);
  return makefile.includes
    .filter(({ paths }) => {
      return paths?.every((path) => makefile.lines.has(posix.join(folder, path))) !== true;
    })
    .map(({ text }) => ({ ...placeOf(makefile, text), kind: 'include', text: writtenText(text) }));
}

function remakeRisks(makefile: Makefile): MakeRisk[] {
  const folder = posix.dirname(makefile.file);
  const included = makefile.includes.flatMap(({ paths = [] }) => paths);
  const files = [posix.relative(folder, makefile.file), ...included];
  return makefile.rules.flatMap(({ text, targets, isOpen }) => {
    const remade =
      isOpen || files.some((file) => targets.some((target) => matchesTarget(target, file)));
    return remade ? [{ ...placeOf(makefile, text), kind: 'remake', text: writtenText(text) }] : [];
  });
}
