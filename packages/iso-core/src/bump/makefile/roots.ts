// Where a Makefile gives `--iso-url` a value: in recipes, and in variables and definitions that get into them.
import { type Expression, innerExpressions, maskedText, partOf } from './expression.js';
import type { Assignment, Command, Makefile } from './makefile.js';
import { isoUrlWords, isPrinted } from './shell-words.js';

export interface Root {
  /** The value. */
  readonly word: Expression;
  /** The option with its value. */
  readonly written: Expression;
  readonly command?: Command;
  readonly assignment?: Assignment;
  /** A help text, which need not name an ISO. */
  readonly isPrinted: boolean;
}

export function rootsOf(makefile: Makefile): Root[] {
  const roots: Root[] = [];
  for (const all of makefile.assignments.values()) {
    for (const assignment of all) {
      for (const root of wordsIn(assignment.value)) {
        roots.push({ ...root, assignment, isPrinted: false });
      }
    }
  }
  for (const command of makefile.commands) {
    for (const root of wordsIn(command.text)) {
      const at = root.written.from - command.text.from;
      roots.push({ ...root, command, isPrinted: isPrinted(maskedText(command.text), at) });
    }
  }
  return roots;
}

function wordsIn(expression: Expression): Pick<Root, 'word' | 'written'>[] {
  const { source } = expression;
  const flag = source.text.indexOf('--iso-url', expression.from);
  if (flag < 0 || flag >= expression.to) return [];
  return [expression, ...innerExpressions(expression)].flatMap((one) =>
    isoUrlWords(maskedText(one)).map(({ flag, from, to }) => ({
      word: partOf(one, one.from + from, one.from + to),
      written: partOf(one, one.from + flag, one.from + to),
    })),
  );
}
