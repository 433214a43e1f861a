// Reads the places of a program that say which ISO is used, by its syntax tree. Nothing of it is run.
import type { Node, SourceFile } from 'ts-morph';
import { cleanLine, isArchitecture, type Architecture } from '../../runtime/index.js';
import { architectureOfUrl } from '../url-site.js';
import { findUrls, type ComputedUrl, type WrittenUrl } from './find-urls.js';
import { propertyName, variableName, type Step } from './follow.js';
import { otherUses } from './other-uses.js';
import { lineAt, nodesOf, parseSource } from './parse-source.js';
import type { ComputedSite, Piece, TypescriptSite, WrittenSite } from './site.js';
import type { Written } from './values.js';

/**
 * The places of `file`. Where any is named as the URL of minikube's ISO, others (of another system's ISO,
 * perhaps) are none. Errors: `BUMP_SYNTAX`.
 */
export function readSites(file: string, text: string): TypescriptSite[] {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const source = parseSource(file, text.slice(mark));
  const nodes = nodesOf(source);
  const all = findUrls(nodes);
  const named = all.filter((finding) => finding.kind === 'computed' || finding.isNamed);
  const found = named.length > 0 ? named : all;
  const references = found.flatMap((finding) =>
    finding.kind === 'computed' ? [] : stepsOf(finding).map(({ reference }) => reference),
  );
  const context = { file, source, mark, otherUse: otherUses(nodes, new Set(references)) };
  const sites = new Map<string, TypescriptSite>();
  for (const finding of found) {
    const [key, site] =
      finding.kind === 'computed' ? computedSite(finding, context) : writtenSite(finding, context);
    const before = sites.get(key);
    if (before === undefined) sites.set(key, site);
    else if (before.kind === 'written') sites.set(key, withOtherUse(before, site));
  }
  return [...sites.values()];
}

/** A URL that is also used in a command has to fit there, and one of its names is enough. */
function withOtherUse(before: WrittenSite, site: TypescriptSite): WrittenSite {
  if (site.kind === 'computed') return before;
  const inCommand = before.inCommand || site.inCommand;
  const isUnnamed = before.isUnnamed === true && site.isUnnamed === true;
  return { ...before, inCommand, isUnnamed };
}

interface Context {
  readonly file: string;
  readonly source: SourceFile;
  /** The length of the byte order mark, which the syntax tree does not count. */
  readonly mark: number;
  readonly otherUse: ReturnType<typeof otherUses>;
}

function computedSite(
  { node, expression }: ComputedUrl,
  { file, source }: Context,
): [string, ComputedSite] {
  const line = lineAt(source, node.getStart());
  return [
    `${node.getStart()} ${expression}`,
    { kind: 'computed', file, line, expression: cleanLine(expression, 80) },
  ];
}

function writtenSite(found: WrittenUrl, context: Context): [string, WrittenSite] {
  const { file, source } = context;
  const pieces = piecesOf(found, context);
  const url = pieces.map(({ text }) => text).join('');
  const [first] = found.parts;
  const position = first?.through[0]?.reference.getStart() ?? first?.spans[0]?.[0] ?? 0;
  const architecture = architectureOfUrl(url) ?? (first && architectureAt(first.node));
  return [
    pieces.map(({ start, end }) => `${start}-${end}`).join(' '),
    {
      kind: 'written',
      file,
      line: lineAt(source, position),
      url,
      ...(architecture === undefined ? {} : { architecture }),
      pieces,
      inCommand: found.inCommand,
      isUnnamed: !found.isOfMinikube,
    },
  ];
}

function piecesOf({ parts }: WrittenUrl, { source, mark, otherUse }: Context): Piece[] {
  return parts.map(({ text, spans, quote, through }) => {
    const partial = through.filter((step) => !parts.every((part) => isThrough(part, step)));
    const [variable] = partial.slice(-1).map(variableName);
    const [other] = partial.flatMap((step) => {
      const use = otherUse(step);
      return use === undefined
        ? []
        : [{ variable: variableName(step), line: lineAt(source, use.getStart()) }];
    });
    return {
      start: mark + (spans.at(0)?.[0] ?? 0),
      end: mark + (spans.at(-1)?.[1] ?? 0),
      text,
      quote,
      ...(variable === undefined ? {} : { variable }),
      ...(other === undefined ? {} : { otherUse: other }),
    };
  });
}

function stepsOf({ parts }: WrittenUrl): Step[] {
  return parts.flatMap(({ through }) => through);
}

/** A constant that all parts come through holds the whole URL: it may change for all who use it. */
function isThrough({ through }: Written, { reference }: Step): boolean {
  return through.some((step) => step.reference === reference);
}

/** By the key of an object that the URL stands under: `{ amd64: …, arm64: … }`. */
function architectureAt(node: Node): Architecture | undefined {
  return node
    .getAncestors()
    .map((ancestor) => propertyName(ancestor) ?? '')
    .find(isArchitecture);
}
