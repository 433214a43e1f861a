// Finds what a program says of ISO URLs, whether it is written out or known only when the program runs.
import { Node } from 'ts-morph';
import { isIsoUrl, isIsoUrlName } from '../url-site.js';
import { isWrapper, propertyName } from './follow.js';
import { urlRanges, type UrlRange } from './url-ranges.js';
import { isConcatenation, valuesOf, type Value, type Written } from './values.js';

export type Finding = WrittenUrl | ComputedUrl;

export interface WrittenUrl {
  readonly kind: 'written';
  readonly parts: readonly Written[];
  readonly inCommand: boolean;
  /** Whether the program says that this is the URL of minikube's ISO: by `--iso-url`, or by a name. */
  readonly isNamed: boolean;
  /** Whether a name says so in any way. */
  readonly isOfMinikube: boolean;
}

export interface ComputedUrl {
  readonly kind: 'computed';
  readonly node: Node;
  readonly expression: string;
}

/** In the order of the nodes; one place may be found more than once. */
export function findUrls(nodes: readonly Node[]): Finding[] {
  return nodes.flatMap((node) => {
    if (Node.isArrayLiteralExpression(node)) return inArguments(node.getElements());
    return isWholeText(node) ? valuesOf(node).flatMap((value) => inValue(node, value)) : [];
  });
}

/** `['--iso-url', url]` */
function inArguments(elements: readonly Node[]): Finding[] {
  return elements.flatMap((element, index) => {
    const next = elements[index + 1];
    if (next === undefined || !isWholeText(element)) return [];
    if (!valuesOf(element).some((value) => textOf(value) === '--iso-url')) return [];
    return valuesOf(next).flatMap((value) => {
      const range = { start: 0, end: textOf(value).length, inCommand: false };
      return inRange(next, value, range, true);
    });
  });
}

function inValue(node: Node, value: Value): Finding[] {
  return urlRanges(textOf(value)).flatMap((range) =>
    inRange(node, value, range, range.inCommand || isCalledIsoUrl(node)),
  );
}

function inRange(node: Node, value: Value, range: UrlRange, isNamed: boolean): Finding[] {
  const parts = sliced(value, range);
  const hole = parts.find(({ kind }) => kind === 'hole');
  if (hole !== undefined) {
    return isNamed ? [{ kind: 'computed', node: hole.node, expression: hole.node.getText() }] : [];
  }
  const written = parts.filter((part) => part.kind === 'written');
  const text = textOf(written);
  // What has a `$` is put together by a shell.
  if (range.inCommand && text.includes('$')) {
    return [{ kind: 'computed', node, expression: text }];
  }
  if (!isIsoUrl(text) || text.includes('$')) return [];
  const isOfMinikube = isNamed || namesAbove(node).some(isIsoUrlName);
  return [{ kind: 'written', parts: written, inCommand: range.inCommand, isNamed, isOfMinikube }];
}

/** What stands for a hole: no blank, and nothing that ends a URL. */
const HOLE = '\uFFFF';

function textOf(value: Value): string {
  return value.map((part) => (part.kind === 'written' ? part.text : HOLE)).join('');
}

function sliced(value: Value, { start, end }: UrlRange): Value {
  let position = 0;
  return value.flatMap((part): Value => {
    const length = part.kind === 'written' ? part.text.length : HOLE.length;
    const [from, to] = [Math.max(start - position, 0), Math.min(end - position, length)];
    position += length;
    if (from >= to) return [];
    if (part.kind === 'hole') return [part];
    return [{ ...part, text: part.text.slice(from, to), spans: part.spans.slice(from, to) }];
  });
}

/** Whether the node is a text that is no operand of a longer one, and not the key of a property. */
function isWholeText(node: Node): boolean {
  const isText =
    Node.isStringLiteral(node) ||
    Node.isNoSubstitutionTemplateLiteral(node) ||
    Node.isTemplateExpression(node) ||
    isConcatenation(node);
  if (!isText || isOperand(node)) return false;
  const parent = node.getParent();
  return !(Node.isPropertyAssignment(parent) && parent.getNameNode() === node);
}

function isOperand(node: Node): boolean {
  const parent = node.getParent();
  if (parent === undefined) return false;
  if (isWrapper(parent)) return isOperand(parent);
  return isConcatenation(parent) || Node.isTemplateSpan(parent);
}

const ISO_URL_NAME = /iso[-_]?url/i;

/** Whether the node stands under a name such as `isoUrl`, `iso-url`, `MINIKUBE_ISO_URLS`. */
function isCalledIsoUrl(node: Node): boolean {
  return namesAbove(node).some((name) => ISO_URL_NAME.test(name));
}

/** Of the constants and properties that the node is part of. */
function namesAbove(node: Node): string[] {
  return node.getAncestors().flatMap((ancestor) => nameOf(ancestor) ?? []);
}

function nameOf(node: Node): string | undefined {
  if (Node.isVariableDeclaration(node) || Node.isPropertyDeclaration(node)) return node.getName();
  if (Node.isBinaryExpression(node) && node.getOperatorToken().getText() === '=') {
    return node.getLeft().getText();
  }
  return propertyName(node);
}
