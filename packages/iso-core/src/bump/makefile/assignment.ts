// `NAME = value` and its kin (GNU make manual, "How to Use Variables").
import { type Expression, literalText, maskedText, parseExpression, partOf } from './expression.js';

export type Operator = '=' | ':=' | '?=' | '+=' | '!=';

export interface AssignmentText {
  readonly name: Expression;
  readonly operator: Operator;
  readonly value: Expression;
  readonly modifiers: readonly string[];
}

const PLAIN = /^([ \t]*)([^ \t\n:=#][^ \t\n:=]*?)[ \t]*(\+=|\?=|!=|:{0,3}=)[ \t]*/;
const MODIFIERS = /^[ \t]*(?:(?:export|unexport|override|private)[ \t]+)+/;

/** Reads an assignment; undefined when the expression is none. */
export function parseAssignment(expression: Expression): AssignmentText | undefined {
  const masked = maskedText(expression);
  // Also a word that modifies others may be a variable's name.
  return assignmentAt(expression, masked, '') ?? afterModifiers(expression, masked);
}

/** The name and the operator of `define NAME =`; undefined for any other line. */
export function parseDefinition(expression: Expression): Omit<AssignmentText, 'value'> | undefined {
  const masked = maskedText(expression);
  const found =
    /^([ \t]*(?:(?:export|override|private)[ \t]+)*define[ \t]+)(.*?)[ \t]*(\+=|\?=|!=|:{0,3}=)?[ \t]*$/.exec(
      masked,
    );
  if (found === null) return undefined;
  const [, before = '', name = '', operator = '='] = found;
  const from = expression.from + before.length;
  return {
    name: partOf(expression, from, from + name.length),
    operator: operatorOf(operator),
    modifiers: before.trim().split(/[ \t]+/),
  };
}

function afterModifiers(expression: Expression, masked: string): AssignmentText | undefined {
  const modifiers = MODIFIERS.exec(masked)?.[0];
  return modifiers === undefined ? undefined : assignmentAt(expression, masked, modifiers);
}

function assignmentAt(
  expression: Expression,
  masked: string,
  modifiers: string,
): AssignmentText | undefined {
  const found = PLAIN.exec(masked.slice(modifiers.length));
  if (found === null) return undefined;
  const [whole, blanks = '', name = '', operator = ''] = found;
  const from = expression.from + modifiers.length + blanks.length;
  const value = expression.from + modifiers.length + whole.length;
  return {
    name: partOf(expression, from, from + name.length),
    operator: operatorOf(operator),
    value: partOf(expression, value, expression.to),
    modifiers: modifiers.trim().split(/[ \t]+/),
  };
}

/** The name of a variable that `$(eval NAME = …)` sets behind the reader's back. */
export function evaluatedName(called: string, args: readonly Expression[]): string | undefined {
  const [first] = args;
  if (called !== 'eval' || first === undefined) return undefined;
  const assignment = parseAssignment(parseExpression(first.source, first.from, first.to));
  return assignment === undefined ? undefined : literalText(assignment.name);
}

function operatorOf(written: string): Operator {
  if (written === '?=' || written === '+=' || written === '!=') return written;
  return written.includes(':') ? ':=' : '=';
}
