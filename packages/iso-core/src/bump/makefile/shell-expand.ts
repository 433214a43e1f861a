// What a word of a command comes to: expanded by make first, and then by the shell.
import type { Scope } from './active-assignments.js';
import type { Outcome, Piece, TextValue } from './expand.js';
import { type Expression, maskedText, partOf } from './expression.js';
import { fileUrl } from './file-url.js';
import { MAX_DEPTH, MAX_OUTCOMES } from './limits.js';
import type { Command } from './makefile.js';
import { shellAssignment } from './shell-words.js';
import type { Survey } from './survey.js';
import { unquote, type WordPart } from './unquote.js';

export interface ShellWord {
  readonly expression: Expression;
  /** The command that it is in; undefined for a value that gets into several. */
  readonly command?: Command;
}

/** The values of a word without its quotation marks. */
export function expandWord(survey: Survey, word: ShellWord, scope: Scope, depth = 0): Outcome[] {
  survey.noteUrl(word.expression);
  const outcomes = survey.expander.follow(word.expression, scope).flatMap((outcome) => {
    const { world, value } = outcome;
    if (value.kind === 'unknown') return [{ world, value: value.file ?? value }];
    const { home, pieces } = value;
    return joined(outcome, home, unquote(pieces), (part, world) =>
      expandPart(survey, word, part, { ...scope, world }, depth),
    ).map((one): Outcome => {
      if (one.value.kind === 'text') return one;
      return { ...one, value: fileUrl(home, pieces[0]?.assignment, depth) ?? one.value };
    });
  });
  return outcomes.length > MAX_OUTCOMES ? [computed(scope, word.expression)] : outcomes;
}

type ExpandPart = (part: WordPart, world: Outcome['world']) => Outcome[];

function joined(
  { world }: Outcome,
  home: Expression,
  parts: readonly WordPart[],
  expandOne: ExpandPart,
): Outcome[] {
  const [only] = parts;
  const isWhole = parts.length === 1 && only?.kind === 'variable';
  const empty: TextValue = { kind: 'text', pieces: [], home };
  let outcomes: Outcome[] = [{ world, value: empty }];
  for (const part of parts) {
    outcomes = outcomes.flatMap((before): Outcome[] => {
      const { value } = before;
      if (value.kind === 'unknown') return [before];
      return expandOne(part, before.world).map((one): Outcome => {
        if (one.value.kind === 'unknown') return one;
        const pieces: Piece[] = [...value.pieces, ...one.value.pieces];
        const place = isWhole ? one.value.home : home;
        return { world: one.world, value: { kind: 'text', pieces, home: place } };
      });
    });
  }
  return outcomes;
}

function expandPart(
  survey: Survey,
  word: ShellWord,
  part: WordPart,
  scope: Scope,
  depth: number,
): Outcome[] {
  const { expression, command } = word;
  if (part.kind === 'piece') {
    return [
      { world: scope.world, value: { kind: 'text', pieces: [part.piece], home: expression } },
    ];
  }
  if (part.kind === 'expansion' || depth > MAX_DEPTH) return [computed(scope, expression)];
  const assigned =
    command === undefined ? undefined : assignedBefore(part.name, expression, command);
  if (assigned !== undefined) {
    return expandWord(survey, { ...word, expression: assigned }, scope, depth + 1);
  }
  const { exported } = survey.makefile;
  if (exported !== 'all' && !exported.has(part.name)) return [computed(scope, expression)];
  return survey.expander.followVariable(part.name, scope, expression).map((outcome): Outcome => {
    if (outcome.value.kind === 'unknown') return outcome;
    const parts = unquote(outcome.value.pieces);
    const pieces = parts.flatMap((one) => (one.kind === 'piece' ? [one.piece] : []));
    if (pieces.length < parts.length) return computed(scope, expression);
    return { world: outcome.world, value: { ...outcome.value, pieces } };
  });
}

/** The word that the same command gives the shell variable before. */
function assignedBefore(
  name: string,
  expression: Expression,
  { text }: Command,
): Expression | undefined {
  const at = expression.from - text.from;
  const found = shellAssignment(maskedText(text), name, at);
  return found === undefined
    ? undefined
    : partOf(text, text.from + found.from, text.from + found.to);
}

function computed({ world }: Scope, expression: Expression): Outcome {
  return { world, value: { kind: 'unknown', why: 'computed', expression } };
}
