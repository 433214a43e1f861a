// Reads the options that stand under `config`, `choice`, `menu` and `comment` into their entry.
import type { Entry } from './builder.js';
import { ALWAYS, allOf, anyOf, type Expression } from './expression.js';
import { ExpressionError, operandOf, parseExpression } from './parse-expression.js';
import type { Token } from './scan.js';
import type { KconfigDefault, KconfigPrompt, SymbolType } from './symbol.js';

const TYPES: Readonly<Record<string, SymbolType>> = {
  bool: 'bool',
  boolean: 'bool',
  tristate: 'tristate',
  string: 'string',
  int: 'int',
  hex: 'hex',
  def_bool: 'bool',
  def_tristate: 'tristate',
};

/** The words that begin an option of an entry. */
export const OPTION_WORDS: ReadonlySet<string> = new Set([
  ...Object.keys(TYPES),
  ...['default', 'depends', 'imply', 'modules', 'option', 'optional', 'prompt', 'range'],
  ...['select', 'transitional', 'visible'],
]);

/**
 * Adds the option that a statement is to `entry`. The first token is one of OPTION_WORDS.
 *
 * @throws ExpressionError
 */
export function readOption(tokens: readonly Token[], entry: Entry): void {
  const word = tokens[0]?.text ?? '';
  const type = TYPES[word];
  if (type !== undefined && (entry.type ?? 'unknown') === 'unknown') entry.type = type;
  switch (word) {
    case 'def_bool':
    case 'def_tristate':
    case 'default':
      entry.defaults.push(readDefault(tokens));
      break;
    case 'depends':
      entry.dependsOn.push(readDependency(tokens));
      break;
    case 'visible':
      entry.visibleIf.push(readCondition(tokens, 1));
      break;
    case 'select':
    case 'imply': {
      const symbol = nameIn(tokens, 1);
      const list = word === 'select' ? entry.selects : entry.implies;
      list.push({ symbol, condition: readCondition(tokens, 2) });
      break;
    }
    case 'range': {
      const [low, high] = [operandOf(tokens[1]), operandOf(tokens[2])];
      entry.ranges.push({ low, high, condition: readCondition(tokens, 3) });
      break;
    }
    case 'option':
      readOldOption(tokens, entry);
      break;
    case 'modules':
      break;
    case 'optional':
      entry.isOptional = true;
      break;
    case 'transitional':
      entry.isTransitional = true;
      break;
    default:
      // A type or `prompt`, with the question asked of users.
      if (tokens.length > 1) entry.prompts.push(readPrompt(tokens));
  }
}

/** The symbol's name at `index`. */
export function nameIn(tokens: readonly Token[], index: number): string {
  const token = tokens[index];
  if (
    token?.kind !== 'word' ||
    token.unknown !== undefined ||
    !/^[A-Za-z0-9_]+$/.test(token.text)
  ) {
    throw new ExpressionError('expected the name of a symbol');
  }
  return token.text;
}

/** The `if …` at `index`, `y` when the statement ends there. `m` holds only where modules do. */
export function readCondition(tokens: readonly Token[], index: number): Expression {
  if (index >= tokens.length) return ALWAYS;
  if (tokens[index]?.text !== 'if') throw new ExpressionError('expected "if"');
  return readWhole(tokens, index + 1);
}

/** The condition from `index` to the end of the statement. */
export function readWhole(tokens: readonly Token[], index: number): Expression {
  const { expression, end } = parseExpression(tokens, index);
  if (end < tokens.length) throw new ExpressionError('expected the end of the line');
  return needingModules(expression);
}

function readDefault(tokens: readonly Token[]): KconfigDefault {
  const { expression, end } = parseExpression(tokens, 1);
  return { value: expression, condition: readCondition(tokens, end) };
}

/** `depends on A`, since 7.0 also `depends on A if B`: A counts only where B is not n. */
function readDependency(tokens: readonly Token[]): Expression {
  const { expression, end } = parseExpression(tokens, tokens[1]?.text === 'on' ? 2 : 1);
  const dependency = needingModules(expression);
  if (end >= tokens.length) return dependency;
  return anyOf([dependency, isNo(readCondition(tokens, end))]);
}

function readPrompt(tokens: readonly Token[]): KconfigPrompt {
  const [, text] = tokens;
  if (text === undefined || text.kind === 'operator') throw new ExpressionError('expected a text');
  return { text: (text.unknown ?? text.text).trim(), condition: readCondition(tokens, 2) };
}

/** `option env="ARCH"`, before 4.18. The other options say nothing about values. */
function readOldOption(tokens: readonly Token[], entry: Entry): void {
  if (tokens[1]?.text !== 'env') return;
  const name = tokens.at(-1);
  if (name?.kind === 'text') entry.environment = name.text;
}

/** y where `condition` is n, n elsewhere; unlike `!`, which makes m of m. */
function isNo(condition: Expression): Expression {
  switch (condition.kind) {
    case 'symbol':
      return {
        kind: 'compare',
        operator: '=',
        left: condition,
        right: { kind: 'level', level: 0 },
      };
    case 'and':
      return anyOf(condition.operands.map(isNo));
    case 'or':
      return allOf(condition.operands.map(isNo));
    case 'not':
      return { kind: 'not', operand: isNo(condition.operand) };
    default:
      return { kind: 'not', operand: condition };
  }
}

/** Kconfig reads `m` in a condition as `m && MODULES`. */
function needingModules(expression: Expression): Expression {
  switch (expression.kind) {
    case 'level':
      return expression.level === 1
        ? allOf([expression, { kind: 'symbol', name: 'MODULES' }])
        : expression;
    case 'not':
      return { kind: 'not', operand: needingModules(expression.operand) };
    case 'and':
    case 'or':
      return { kind: expression.kind, operands: expression.operands.map(needingModules) };
    default:
      return expression;
  }
}
