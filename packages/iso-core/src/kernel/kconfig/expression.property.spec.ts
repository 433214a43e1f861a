import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type Valuation } from './evaluate.js';
import { formatExpression, type Expression, type Operand } from './expression.js';
import { treeOf } from './kconfig.testing.js';
import { Macros } from './macros.js';
import { parseExpression } from './parse-expression.js';
import { Scanner } from './scan.js';
import { exactly, NO, type Level } from './truth.js';

const level = fc.constantFrom<Level[]>(0, 1, 2);
const name = fc.constantFrom('A', 'B', 'C', 'D');
const unknown = fc.constant<Operand>({ kind: 'unknown', source: '$(shell,x)' });
const known = fc.oneof<fc.Arbitrary<Operand>[]>(
  name.map((symbol) => ({ kind: 'symbol', name: symbol })),
  level.map((wanted) => ({ kind: 'level', level: wanted })),
);
const comparison = fc.constantFrom('=', '!=', '<', '<=', '>', '>=' as const);

function expressions(operand: fc.Arbitrary<Operand>): fc.Arbitrary<Expression> {
  return fc.letrec<{ any: Expression }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      operand,
      fc
        .tuple(comparison, operand, operand)
        .map(([operator, left, right]): Expression => ({ kind: 'compare', operator, left, right })),
      tie('any').map((inner): Expression => ({ kind: 'not', operand: inner })),
      fc
        .tuple(
          fc.constantFrom('and', 'or' as const),
          fc.array(tie('any'), { minLength: 2, maxLength: 4 }),
        )
        .map(([kind, operands]): Expression => ({ kind, operands })),
    ),
  })).any;
}

function parse(text: string): Expression {
  // In a statement of its own `n=A` would set a variable.
  const tokens = new Scanner(`depends on ${text}`, new Macros({})).next()?.tokens ?? [];
  const { expression, end } = parseExpression(tokens, 2);
  expect(end).toBe(tokens.length);
  return expression;
}

const valuation = (tree: Valuation['tree'], levels: readonly Level[]): Valuation => ({
  tree,
  level: (symbol) => {
    const found = levels['ABCD'.indexOf(symbol)];
    return found === undefined ? NO : exactly(found);
  },
  text: () => undefined,
});
const someLevels = fc.tuple(level, level, level, level);

/** The expression with each thing unknown made one of `answers`, in turn. */
function answered(expression: Expression, answers: Level[]): Expression {
  const operand = (one: Operand): Operand =>
    one.kind === 'unknown' ? { kind: 'level', level: answers.shift() ?? 0 } : one;
  switch (expression.kind) {
    case 'not':
      return { kind: 'not', operand: answered(expression.operand, answers) };
    case 'and':
    case 'or':
      return {
        kind: expression.kind,
        operands: expression.operands.map((inner) => answered(inner, answers)),
      };
    case 'compare':
      return { ...expression, left: operand(expression.left), right: operand(expression.right) };
    default:
      return operand(expression);
  }
}

describe('expressions', () => {
  it('mean the same when they are written down and read again', async () => {
    const tree = await treeOf('config A\n\ttristate\nconfig B\n\ttristate\nconfig C\n\ttristate\n');
    fc.assert(
      fc.property(expressions(known), someLevels, (expression, levels) => {
        const again = parse(formatExpression(expression));
        const text = formatExpression(again);
        expect(formatExpression(parse(text))).toBe(text);
        const values = valuation(tree, levels);
        expect(evaluate(again, values)).toEqual(evaluate(expression, values));
      }),
    );
  });

  it('lie within what is known of them, whatever a command answers', async () => {
    const tree = await treeOf('config A\n\ttristate\nconfig B\n\ttristate\nconfig C\n\ttristate\n');
    fc.assert(
      fc.property(
        expressions(fc.oneof(known, unknown)),
        someLevels,
        fc.infiniteStream(level),
        (expression, levels, answers) => {
          const values = valuation(tree, levels);
          const { low, high } = evaluate(expression, values);
          const exact = evaluate(answered(expression, [...answers.take(300)]), values);
          expect(exact.low).toBe(exact.high);
          expect(low <= exact.low && exact.high <= high).toBe(true);
        },
      ),
    );
  });
});
