// What an expression comes to when make expands it: the texts that it is put together from, and where each
// of them stands. Where conditions decide, there is an outcome for each way in which they may turn out.
import { ActiveAssignments, matchesTarget, type Scope } from './active-assignments.js';
import { withLiteral, type World } from './condition.js';
import { type Expression, type ExpressionNode, literalText, writtenText } from './expression.js';
import { MAX_DEPTH, MAX_OUTCOMES, MAX_PIECES, MAX_STEPS, MAX_TOTAL_STEPS } from './limits.js';
import type { MakePaths } from './make-paths.js';
import { fileUrl } from './file-url.js';
import type { Assignment, Makefile } from './makefile.js';
import type { Slice } from './source-text.js';
import { tooLarge } from './too-large.js';

/** A text that stands somewhere; one without length (`start === end`) is make's own. */
export interface Piece extends Slice {
  /** The assignment whose value it is part of; undefined in a recipe. */
  readonly assignment?: Assignment;
  /** How many variables lead to it. */
  readonly depth: number;
}

export interface TextValue {
  readonly kind: 'text';
  readonly pieces: readonly Piece[];
  /** Where the text, or what composes it, is written. */
  readonly home: Expression;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** `undefined`: a variable that is set only under other conditions. */
  readonly why: 'computed' | 'undefined';
  /** What cannot be followed. */
  readonly expression: Expression;
  /** As it is written, where that is the URL of a file: whatever its path is made of, another may stand there. */
  readonly file?: TextValue;
}

export interface Outcome {
  readonly world: World;
  readonly value: TextValue | UnknownValue;
}

export class Expander {
  readonly #active: ActiveAssignments;
  readonly #names = new Map<string, string[]>();
  #steps = 0;
  #total = 0;

  /** With `paths`, what comes out is only to be a path. */
  constructor(
    private readonly makefile: Makefile,
    private readonly paths?: MakePaths,
  ) {
    this.#active = new ActiveAssignments(makefile.assignments);
  }

  /** @throws IsoError `BUMP_MAKEFILE_TOO_LARGE` when following all values takes too long */
  follow(expression: Expression, scope: Scope): Outcome[] {
    this.#steps = 0;
    return this.#expand(expression, scope, undefined, 0);
  }

  /** Like `follow`, of a variable; `expression` is what refers to it. */
  followVariable(name: string, scope: Scope, expression: Expression): Outcome[] {
    this.#steps = 0;
    return this.#variable(name, scope, expression, 1);
  }

  /** The worlds in which an assignment counts, with the scope in which its value is expanded there. */
  scopesOf(assignment: Assignment, scope: Scope): Scope[] {
    const chains = this.#active.chains(assignment.name, scope) ?? [];
    return chains
      .filter(({ chain }) => chain.includes(assignment))
      .map(({ world, chain }) => valueScope(assignment, chain, { ...scope, world }));
  }

  #expand(
    expression: Expression,
    scope: Scope,
    assignment: Assignment | undefined,
    depth: number,
  ): Outcome[] {
    const only = onlyReference(expression);
    const empty: TextValue = { kind: 'text', pieces: [], home: expression };
    let outcomes: Outcome[] = [{ world: scope.world, value: empty }];
    for (const node of expression.nodes) {
      if (outcomes.every(({ value }) => value.kind === 'unknown')) break;
      outcomes = outcomes.flatMap((before) => {
        const { world, value } = before;
        if (value.kind === 'unknown') return [before];
        return this.#node(node, expression, { ...scope, world }, assignment, depth).map((one) => {
          if (one.value.kind === 'unknown') return one;
          const home = node === only ? one.value.home : value.home;
          const pieces = [...value.pieces, ...one.value.pieces];
          if (pieces.length > MAX_PIECES) return computed(one.world, expression);
          return { world: one.world, value: { kind: 'text', pieces, home } };
        });
      });
      if (outcomes.length > MAX_OUTCOMES) return [computed(scope.world, expression)];
    }
    const own = fileUrl(expression, assignment, depth);
    return outcomes.map((one) => {
      const inner = only !== undefined && one.value.kind === 'unknown' ? one.value.file : undefined;
      return asFile(one, own ?? inner);
    });
  }

  #node(
    node: ExpressionNode,
    { source }: Expression,
    scope: Scope,
    assignment: Assignment | undefined,
    depth: number,
  ): Outcome[] {
    const written: Expression = { source, from: node.from, to: node.to, nodes: [node] };
    const path = this.paths?.textOf(node, scope.order, (one) => this.#textOf(one, scope, depth));
    if (path !== undefined) {
      const pieces = [{ file: '', start: 0, end: 0, text: path, depth }];
      return [{ world: scope.world, value: { kind: 'text', pieces, home: written } }];
    }
    switch (node.kind) {
      case 'text': {
        const about = { depth, ...(assignment === undefined ? {} : { assignment }) };
        const slices = source.slices(node.from, node.to);
        // `$$` is two characters that say one.
        const pieces = node.text === '$' ? slices.map((one) => ({ ...one, text: '$' })) : slices;
        const value = pieces.map((slice) => ({ ...slice, ...about }));
        return [{ world: scope.world, value: { kind: 'text', pieces: value, home: written } }];
      }
      case 'reference':
        return this.#reference(node.name, scope, written, depth + 1);
      case 'substitution':
      case 'call':
        return [computed(scope.world, written)];
    }
  }

  /** The one text that an expression comes to. */
  #textOf(expression: Expression, scope: Scope, depth: number): string | undefined {
    const [only, ...others] = this.#expand(expression, scope, undefined, depth);
    if (only?.value.kind !== 'text' || others.length > 0) return undefined;
    return only.value.pieces.map(({ text }) => text).join('');
  }

  #reference(name: Expression, scope: Scope, written: Expression, depth: number): Outcome[] {
    const literal = literalText(name);
    if (literal !== undefined) return this.#variable(literal, scope, written, depth);
    const subject = composition(name);
    if (subject === undefined) return [computed(scope.world, written)];
    // Whichever variables are so named may be meant, whatever the composing ones are by default.
    const outcomes = this.#namesLike(name).flatMap((found) => {
      const value = found.slice(subject.before.length, found.length - subject.after.length);
      const world = withLiteral(scope.world, { subject: subject.of, value, holds: true });
      return world === undefined ? [] : this.#variable(found, { ...scope, world }, written, depth);
    });
    return outcomes.length > 0 ? outcomes : [undefinedValue(scope.world, written)];
  }

  #variable(name: string, scope: Scope, written: Expression, depth: number): Outcome[] {
    this.#step(written);
    const isSet = this.makefile.assignments.has(name);
    if (!isSet || depth > MAX_DEPTH || this.#steps > MAX_STEPS)
      return [computed(scope.world, written)];
    const chains = this.#active.chains(name, scope);
    if (chains === undefined) return [computed(scope.world, written)];
    return chains.flatMap(({ world, chain }) =>
      this.#chain(chain, { ...scope, world }, written, depth),
    );
  }

  /** What assignments come to of which each adds to the one before. */
  #chain(
    chain: readonly Assignment[],
    scope: Scope,
    written: Expression,
    depth: number,
  ): Outcome[] {
    if (chain.length === 0) return [undefinedValue(scope.world, written)];
    let outcomes: Outcome[] | undefined;
    for (const assignment of chain) {
      outcomes = (outcomes ?? [undefined]).flatMap((before) => {
        if (before?.value.kind === 'unknown') return [before];
        const world = before?.world ?? scope.world;
        if (assignment.operator === '!=' || assignment.operator === 'unknown')
          return [computed(world, written)];
        const inner = valueScope(assignment, chain, { ...scope, world });
        const added = this.#expand(assignment.value, inner, assignment, depth);
        return before === undefined ? added : added.map((one) => appended(before, one));
      });
      if (outcomes.length > MAX_OUTCOMES) return [computed(scope.world, written)];
    }
    if (chain.length > 1) return (outcomes ?? []).map((one) => asFile(one, undefined));
    return outcomes ?? [];
  }

  #namesLike(name: Expression): readonly string[] {
    const key = writtenText(name);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const subject = composition(name);
    const names = [...this.makefile.assignments.keys()].filter(
      (one) =>
        subject !== undefined &&
        one.length > subject.before.length + subject.after.length &&
        one.startsWith(subject.before) &&
        one.endsWith(subject.after),
    );
    this.#names.set(key, names);
    return names;
  }

  #step(expression: Expression): void {
    this.#steps += 1;
    this.#total += 1;
    if (this.#total <= MAX_TOTAL_STEPS) return;
    const { file } = expression.source;
    throw tooLarge(file, `${this.#total} references`, MAX_TOTAL_STEPS);
  }
}

/** `ISO_URL_$(ARCH)`: what a name with one reference is put together from. */
export function composition(
  name: Expression,
): { readonly before: string; readonly of: string; readonly after: string } | undefined {
  const references = name.nodes.filter((node) => node.kind !== 'text');
  const [only] = references;
  if (references.length !== 1 || only === undefined || name.nodes.length === 1) return undefined;
  const { text } = name.source;
  const of = text.slice(only.from, only.to).replace(/^\$\{([^{}]*)\}$/, '$($1)');
  return { before: text.slice(name.from, only.from), of, after: text.slice(only.to, name.to) };
}

/** `:=` is expanded where it stands, as is what is added to it; all else where it is used. */
function valueScope(assignment: Assignment, chain: readonly Assignment[], scope: Scope): Scope {
  const base = chain[0] ?? assignment;
  // What a target adds to the variable of all is expanded where it is used, whatever that one is.
  const isOfOneKind = assignment.targets === undefined || base.targets !== undefined;
  const isSimple = base.operator === ':=' && isOfOneKind;
  if (!isSimple) return scope;
  // Of a target's variables it sees those of the very target that it is for.
  const targets = scope.targets.filter((target) =>
    assignment.targets?.some((pattern) => matchesTarget(pattern, target)),
  );
  return { ...scope, order: assignment.order, targets };
}

function appended(before: Outcome, { world, value }: Outcome): Outcome {
  if (before.value.kind === 'unknown' || value.kind === 'unknown') return { world, value };
  if (before.value.pieces.length === 0) return { world, value };
  const blank: Piece = { file: '', start: 0, end: 0, text: ' ', depth: 0 };
  const pieces = [...before.value.pieces, blank, ...value.pieces];
  return { world, value: { kind: 'text', pieces, home: before.value.home } };
}

function asFile({ world, value }: Outcome, file: TextValue | undefined): Outcome {
  if (value.kind === 'text') return { world, value };
  const { file: _, ...rest } = value;
  return { world, value: file === undefined ? rest : { ...rest, file } };
}

function onlyReference({ nodes }: Expression): ExpressionNode | undefined {
  const telling = nodes.filter((node) => node.kind !== 'text' || /[^ \t"']/.test(node.text));
  return telling.length === 1 && telling[0]?.kind === 'reference' ? telling[0] : undefined;
}

function computed(world: World, expression: Expression): Outcome {
  return { world, value: { kind: 'unknown', why: 'computed', expression } };
}

function undefinedValue(world: World, expression: Expression): Outcome {
  return { world, value: { kind: 'unknown', why: 'undefined', expression } };
}
