// What an expression may come out as, told apart by where each part of it is written.
import {
  Node,
  SyntaxKind,
  type BinaryExpression,
  type NoSubstitutionTemplateLiteral,
  type StringLiteral,
  type TemplateHead,
  type TemplateMiddle,
  type TemplateTail,
} from 'ts-morph';
import { follow, isWrapper, type Step } from './follow.js';
import { literalText, type LiteralText } from './literal-text.js';
import type { Quote } from './site.js';

/** What is written out in a literal. */
export interface Written extends LiteralText {
  readonly kind: 'written';
  readonly node: Node;
  readonly quote: Quote;
  /** The names that were followed to get there, from the outermost. */
  readonly through: readonly Step[];
}

/** What is known only when the program runs. */
export interface Hole {
  readonly kind: 'hole';
  readonly node: Node;
}

/** The parts of a text, in order. */
export type Value = readonly (Written | Hole)[];

/** A URL has no more ways to come out. */
const MOST_VALUES = 16;

/** What leads over more expressions than this is not followed: constants may be each other, or grow without end. */
const MOST_EXPRESSIONS = 1000;

/** How an expression was come to. */
interface Trail {
  readonly through: readonly Step[];
  /** How many expressions may still be looked at, on all ways together. */
  readonly budget: { left: number };
}

/** Every text that the expression may be: two for a condition, one for most. */
export function valuesOf(node: Node): Value[] {
  return followed(node, { through: [], budget: { left: MOST_EXPRESSIONS } });
}

function followed(node: Node, trail: Trail): Value[] {
  trail.budget.left -= 1;
  const values = trail.budget.left < 0 ? [] : alternatives(node, trail);
  return values.length === 0 || values.length > MOST_VALUES ? [[{ kind: 'hole', node }]] : values;
}

function alternatives(node: Node, trail: Trail): Value[] {
  if (isWrapper(node)) return followed(node.getExpression(), trail);
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) {
    return literal(node, trail);
  }
  if (Node.isTemplateExpression(node)) {
    const spans = node.getTemplateSpans();
    return joined([
      literal(node.getHead(), trail),
      ...spans.flatMap((span) => [
        followed(span.getExpression(), trail),
        literal(span.getLiteral(), trail),
      ]),
    ]);
  }
  const operands = operandsOf(node);
  if (operands !== undefined) return joined(operands.map((each) => followed(each, trail)));
  if (Node.isConditionalExpression(node)) {
    return [node.getWhenTrue(), node.getWhenFalse()].flatMap((each) => followed(each, trail));
  }
  if (isDefaulted(node)) {
    const given = followed(node.getLeft(), trail).filter(isWritten);
    return [...given, ...followed(node.getRight(), trail)];
  }
  return follow(node).flatMap((step) =>
    followed(step.value, { ...trail, through: [...trail.through, step] }),
  );
}

/** The operands of a chain of `+`, however long. */
function operandsOf(node: Node): Node[] | undefined {
  if (!isConcatenation(node)) return undefined;
  const operands: Node[] = [];
  let left: Node = node;
  while (isConcatenation(left)) {
    operands.push(left.getRight());
    left = left.getLeft();
  }
  return [...operands, left].reverse();
}

export function isConcatenation(node: Node | undefined): node is BinaryExpression {
  return Node.isBinaryExpression(node) && node.getOperatorToken().isKind(SyntaxKind.PlusToken);
}

const DEFAULTING = [SyntaxKind.QuestionQuestionToken, SyntaxKind.BarBarToken];

/** `process.env.ISO_URL ?? '…'`: the default is what is written. */
function isDefaulted(node: Node): node is BinaryExpression {
  return Node.isBinaryExpression(node) && DEFAULTING.includes(node.getOperatorToken().getKind());
}

function isWritten(value: Value): boolean {
  return value.every(({ kind }) => kind === 'written');
}

function joined(parts: readonly (readonly Value[])[]): Value[] {
  let values: Value[] = [[]];
  for (const part of parts) {
    values = values.flatMap((before) => part.map((after) => [...before, ...after]));
    if (values.length > MOST_VALUES) return [];
  }
  return values;
}

/** Nothing for a literal that means something else than it says, as in a tagged template. */
function literal(node: LiteralNode, { through }: Trail): Value[] {
  const whole = node.getText();
  const isOpen = Node.isTemplateHead(node) || Node.isTemplateMiddle(node);
  const inner = whole.slice(1, isOpen ? -2 : -1);
  const { text, spans } = literalText(inner, node.getStart() + 1);
  if (text !== node.compilerNode.text) return [];
  const quote = whole.startsWith("'") ? "'" : whole.startsWith('"') ? '"' : '`';
  return [[{ kind: 'written', node, text, spans, quote, through }]];
}

type LiteralNode =
  StringLiteral | NoSubstitutionTemplateLiteral | TemplateHead | TemplateMiddle | TemplateTail;
