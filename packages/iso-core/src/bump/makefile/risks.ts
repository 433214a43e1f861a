// What make would carry out or make anew although it is only asked what it would do (`make -n`) or what
// a variable is (`make --eval`).
import { posix } from 'node:path';
import { matchesTarget } from './active-assignments.js';
import { type Expression, writtenText } from './expression.js';
import {
  type Assignment,
  expressionsOf,
  type Makefile,
  type Place,
  placeOf,
  unreadIncludes,
} from './makefile.js';

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
    ...makefile.others.filter(isOverridden).map((text) => riskOf(makefile, text, 'run')),
    ...makefile.rules
      .filter(({ targets }) => targets.includes('.SECONDEXPANSION'))
      .map(({ text }) => riskOf(makefile, text, 'run')),
    ...makefile.commands.flatMap(({ text }) => recipeRisks(makefile, text)),
    ...unreadIncludes(makefile).map(({ text }) => riskOf(makefile, text, 'include')),
    ...remakeRisks(makefile),
  ];
}

/**
 * Also what `$$(shell …)` hides from the first expansion, what an expansion has make read as a Makefile, and
 * functions whose names are put together.
 */
const CALL = /\$[({]\s*(?:(?:call\s+)?(shell|guile|file|eval)(?![\w-])|call\s+[^,$]*\$)/g;

function callsIn(makefile: Makefile, expression: Expression): MakeRisk[] {
  return [...writtenText(expression).matchAll(CALL)].map((found) => ({
    ...placeOf(makefile, expression, expression.from + found.index),
    kind: found[1] === 'file' ? 'write' : 'run',
    text: found[0],
  }));
}

function assignmentRisks(makefile: Makefile): MakeRisk[] {
  return [...makefile.assignments.values()].flat().flatMap((assignment) => {
    const { operator, isDefinition, value } = assignment;
    if (operator === '!=' || changesMake(assignment)) return [riskOf(makefile, value, 'run')];
    return isDefinition ? recipeRisks(makefile, value) : [];
  });
}

/** Options that only say how make works, or what it prints. */
const FLAGS = /^\s*(?:(?:-[a-zA-Z]+|--[a-z-]+|-j\d+|--jobs=\d+)\s*)*$/;

/** Whether make would then run commands, or read what is not written there. */
function changesMake({ name, isOverride, value }: Assignment): boolean {
  if (name === 'MAKEFLAGS' || name === 'GNUMAKEFLAGS') return !FLAGS.test(writtenText(value));
  return isOverride && name === 'SHELL';
}

/** Whether it is the name of a variable that `override` sets, which may be `SHELL`. */
function isOverridden({ source, from }: Expression): boolean {
  return /(?:^|[\s:])override[ \t]/.test(source.text.slice(0, from));
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

function remakeRisks(makefile: Makefile): MakeRisk[] {
  const folder = posix.dirname(makefile.file);
  const files = [...makefile.lines.keys()].map((file) => posix.relative(folder, file));
  return makefile.rules.flatMap(({ text, targets, isOpen }) => {
    const named = targets.map((target) => posix.normalize(target));
    const remade = isOpen || files.some((file) => named.some((one) => matchesTarget(one, file)));
    return remade ? [riskOf(makefile, text, 'remake')] : [];
  });
}

function riskOf(makefile: Makefile, text: Expression, kind: MakeRisk['kind']): MakeRisk {
  return { ...placeOf(makefile, text), kind, text: writtenText(text) };
}
