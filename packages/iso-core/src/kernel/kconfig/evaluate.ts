// What an expression is worth, given what its symbols are (expr_calc_value in scripts/kconfig/expr.c).
import type { Comparison, Expression, Operand } from './expression.js';
import type { SymbolType } from './symbol.js';
import type { KconfigTree } from './tree.js';
import { both, either, exactly, isKnown, letterOf, negated, NO, UNKNOWN, YES } from './truth.js';
import type { Truth } from './truth.js';

/** What symbols are: taken from a config, or predicted. */
export interface Valuation {
  readonly tree: KconfigTree;
  /** A bool's, tristate's or choice's level; n for everything else. */
  level(name: string): Truth;
  /** A number or text as it is, without quotes, of a symbol that is neither bool nor tristate. */
  text(name: string): string | undefined;
}

export function evaluate(expression: Expression, valuation: Valuation): Truth {
  switch (expression.kind) {
    case 'level':
      return exactly(expression.level);
    case 'symbol':
      return valuation.level(expression.name);
    case 'text':
      return NO;
    case 'unknown':
      return UNKNOWN;
    case 'not':
      return negated(evaluate(expression.operand, valuation));
    case 'and': {
      let result = YES;
      for (const operand of expression.operands) {
        result = both(result, evaluate(operand, valuation));
        if (result.high === 0) break;
      }
      return result;
    }
    case 'or': {
      let result = NO;
      for (const operand of expression.operands) {
        result = either(result, evaluate(operand, valuation));
        if (result.low === 2) break;
      }
      return result;
    }
    case 'compare': {
      const order = compare(expression.left, expression.right, valuation);
      return order === undefined ? UNKNOWN : exactly(holds(expression.operator, order) ? 2 : 0);
    }
  }
}

/** What an operand reads as in a comparison or as the value of a text; `undefined` when unknown. */
export function textOf(operand: Operand, valuation: Valuation): string | undefined {
  switch (operand.kind) {
    case 'level':
      return letterOf(operand.level);
    case 'text':
      return operand.text;
    case 'unknown':
      return undefined;
    case 'symbol': {
      const type = typeOf(operand, valuation);
      // A name that no file defines stands for itself: that is how numbers are written.
      if (type === 'unknown') return operand.name;
      if (type !== 'bool' && type !== 'tristate') return valuation.text(operand.name);
      const level = valuation.level(operand.name);
      return isKnown(level) ? letterOf(level.low) : undefined;
    }
  }
}

function typeOf(operand: Operand, { tree }: Valuation): SymbolType {
  if (operand.kind === 'level') return 'tristate';
  if (operand.kind !== 'symbol') return 'unknown';
  return (tree.symbol(operand.name) ?? tree.choice(operand.name))?.type ?? 'unknown';
}

/** Below, at or above zero as left is below, equal to or above right. */
function compare(left: Operand, right: Operand, valuation: Valuation): number | undefined {
  const [leftText, rightText] = [textOf(left, valuation), textOf(right, valuation)];
  if (leftText === undefined || rightText === undefined) return undefined;
  const [leftType, rightType] = [typeOf(left, valuation), typeOf(right, valuation)];
  if (leftType !== 'string' || rightType !== 'string') {
    const leftNumber = numberOf(leftText, leftType);
    const rightNumber = numberOf(rightText, rightType);
    if (leftNumber !== undefined && rightNumber !== undefined) {
      return leftNumber < rightNumber ? -1 : leftNumber > rightNumber ? 1 : 0;
    }
  }
  return leftText < rightText ? -1 : leftText > rightText ? 1 : 0;
}

/** A number as the C library reads it for a symbol of a type; `undefined` when it is none. */
export function numberOf(text: string, type: SymbolType): bigint | undefined {
  if (type === 'bool' || type === 'tristate') {
    return text === 'n' ? 0n : text === 'm' ? 1n : text === 'y' ? 2n : -1n;
  }
  if (text.length > 30) return undefined;
  const [, sign, digits = ''] = /^([-+]?)([0-9a-zA-Z]+)$/.exec(text) ?? [];
  const magnitude = magnitudeOf(digits, type);
  return magnitude !== undefined && sign === '-' ? -magnitude : magnitude;
}

function magnitudeOf(digits: string, type: SymbolType): bigint | undefined {
  const hex = /^(?:0[xX])?([0-9a-fA-F]+)$/.exec(digits)?.[1];
  if (type === 'hex' || (type !== 'int' && /^0[xX]/.test(digits))) {
    return hex === undefined ? undefined : BigInt(`0x${hex}`);
  }
  if (type !== 'int' && /^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return /^[0-9]+$/.test(digits) ? BigInt(digits) : undefined;
}

function holds(operator: Comparison, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
