// Reads an expression from tokens: `||` binds least, then `&&`, then comparisons of two symbols or
// texts, then `!` (the grammar of scripts/kconfig/parser.y, where `!A = B` is `!(A = B)`).
import { allOf, anyOf, type Comparison, type Expression, type Operand } from './expression.js';
import { MAX_EXPRESSION_DEPTH } from './limits.js';
import type { Token } from './scan.js';

/** What is no expression; told with the place by those who catch it. */
export class ExpressionError extends Error {}

export interface ParsedExpression {
  readonly expression: Expression;
  /** The index of the first token that does not belong to it. */
  readonly end: number;
}

const COMPARISONS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];

/**
 * Reads the expression that begins at `start`.
 *
 * @throws ExpressionError
 */
export function parseExpression(tokens: readonly Token[], start: number): ParsedExpression {
  const reader = new Reader(tokens, start);
  const expression = reader.any(0);
  return { expression, end: reader.at };
}

/** The operand that a token is: `y`, `m` and `n` are levels, quoted or not. */
export function operandOf(token: Token | undefined): Operand {
  if (token === undefined || token.kind === 'operator') {
    throw new ExpressionError(`expected a symbol or a text, found ${shown(token)}`);
  }
  const { kind, text, unknown } = token;
  if (unknown !== undefined) return { kind: 'unknown', source: unknown };
  if (text === 'y') return { kind: 'level', level: 2 };
  if (text === 'm') return { kind: 'level', level: 1 };
  if (text === 'n') return { kind: 'level', level: 0 };
  return kind === 'text' ? { kind: 'text', text } : { kind: 'symbol', name: text };
}

class Reader {
  at: number;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[], start: number) {
    this.#tokens = tokens;
    this.at = start;
  }

  any(depth: number): Expression {
    const operands = [this.#all(depth)];
    while (this.#takes('||')) operands.push(this.#all(depth));
    return operands.length === 1 ? (operands[0] as Expression) : anyOf(operands);
  }

  #all(depth: number): Expression {
    const operands = [this.#one(depth)];
    while (this.#takes('&&')) operands.push(this.#one(depth));
    return operands.length === 1 ? (operands[0] as Expression) : allOf(operands);
  }

  #one(depth: number): Expression {
    if (depth > MAX_EXPRESSION_DEPTH) throw new ExpressionError('too many parentheses');
    if (this.#takes('!')) return { kind: 'not', operand: this.#one(depth + 1) };
    if (this.#takes('(')) {
      const inner = this.any(depth + 1);
      if (!this.#takes(')')) {
        throw new ExpressionError(`expected ")", found ${shown(this.#tokens[this.at])}`);
      }
      return inner;
    }
    const left = operandOf(this.#tokens[this.at]);
    this.at += 1;
    const operator = this.#tokens[this.at];
    if (operator?.kind !== 'operator' || !COMPARISONS.includes(operator.text)) return left;
    this.at += 1;
    const right = operandOf(this.#tokens[this.at]);
    this.at += 1;
    return { kind: 'compare', operator: operator.text as Comparison, left, right };
  }

  #takes(text: string): boolean {
    const token = this.#tokens[this.at];
    if (token?.kind !== 'operator' || token.text !== text) return false;
    this.at += 1;
    return true;
  }
}

function shown(token: Token | undefined): string {
  return token === undefined ? 'the end of the line' : JSON.stringify(token.unknown ?? token.text);
}
