// Kconfig's expressions as data, and how they are shown to people.
import { letterOf, type Level } from './truth.js';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** What stands alone or on one side of a comparison. */
export type Operand =
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'symbol'; readonly name: string }
  /** A quoted text. */
  | { readonly kind: 'text'; readonly text: string }
  /** What only running a command can tell, such as `$(cc-option,-mretpoline)`. */
  | { readonly kind: 'unknown'; readonly source: string };

export type Expression =
  | Operand
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    };

/** `y`: the condition of what has none. */
export const ALWAYS: Expression = { kind: 'level', level: 2 };
export const NEVER: Expression = { kind: 'level', level: 0 };

export function symbolNamed(name: string): Operand {
  return { kind: 'symbol', name };
}

/** Whether an expression is `y` as written. */
export function isAlways(expression: Expression): boolean {
  return expression.kind === 'level' && expression.level === 2;
}

/** All of `operands`, which it holds as they are; `y` is left out. */
export function allOf(operands: readonly Expression[]): Expression {
  const parts = operands.filter((operand) => !isAlways(operand));
  const [first] = parts;
  if (first === undefined) return ALWAYS;
  return parts.length === 1 ? first : { kind: 'and', operands: parts };
}

/** Any of `operands`; with none of them, `n`. */
export function anyOf(operands: readonly Expression[]): Expression {
  const [first] = operands;
  if (first === undefined) return NEVER;
  if (operands.some(isAlways)) return ALWAYS;
  return operands.length === 1 ? first : { kind: 'or', operands };
}

/** The parts of an expression that must all hold, taken apart as far as possible. */
export function* conjunctsOf(expression: Expression): Generator<Expression> {
  if (expression.kind !== 'and') yield expression;
  else for (const operand of expression.operands) yield* conjunctsOf(operand);
}

/** The expression as Kconfig files write it. */
export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'level':
      return letterOf(expression.level);
    case 'symbol':
      return expression.name;
    case 'text':
      return JSON.stringify(expression.text);
    case 'unknown':
      return expression.source;
    case 'not':
      return `!${wrapped(expression.operand, ['and', 'or', 'compare'])}`;
    case 'and':
      return expression.operands.map((operand) => wrapped(operand, ['or'])).join(' && ');
    case 'or':
      return expression.operands.map((operand) => wrapped(operand, ['and'])).join(' || ');
    case 'compare':
      return `${formatExpression(expression.left)}${
        /^[<>]/.test(expression.operator) ? ` ${expression.operator} ` : expression.operator
      }${formatExpression(expression.right)}`;
  }
}

function wrapped(expression: Expression, kinds: ReadonlyArray<Expression['kind']>): string {
  const text = formatExpression(expression);
  return kinds.includes(expression.kind) ? `(${text})` : text;
}

/** Every operand in an expression, from left to right. */
export function* operandsOf(expression: Expression): Generator<Operand> {
  switch (expression.kind) {
    case 'not':
      yield* operandsOf(expression.operand);
      break;
    case 'and':
    case 'or':
      for (const operand of expression.operands) yield* operandsOf(operand);
      break;
    case 'compare':
      yield expression.left;
      yield expression.right;
      break;
    default:
      yield expression;
  }
}
