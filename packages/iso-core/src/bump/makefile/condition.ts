// What `ifeq` and its kin ask, and what is taken to hold together. Conditions are not decided: who runs
// make may set what they ask for, so that every branch counts.
import type { Architecture } from '../../runtime/index.js';
import { type Expression, literalText, maskedText, partOf, writtenText } from './expression.js';

/** Something that holds or does not: that a subject is a value. Two values of one subject exclude each other. */
export interface Literal {
  readonly subject: string;
  readonly value: string;
  readonly holds: boolean;
}

/** Literals that all hold. */
export type World = readonly Literal[];

/** `ifeq (a,b)` with nothing to expand asks whether this holds. */
const ALWAYS = { subject: '', value: '', holds: true };
export const ANY_WORLD: World = [ALWAYS];
/** The guard of what is never read. */
export const NEVER: World = [{ ...ALWAYS, holds: false }];

/** The world in which a literal holds too; undefined when it cannot. */
export function withLiteral(world: World, literal: Literal): World | undefined {
  for (const known of world) {
    if (known.subject !== literal.subject) continue;
    const isSame = known.value === literal.value;
    if (isSame) return known.holds === literal.holds ? world : undefined;
    if (known.holds && literal.holds) return undefined;
    if (known.holds) return world;
  }
  return [...world, literal];
}

/** The world in which all of a guard holds; undefined when it cannot. */
export function withAll(world: World, guard: World): World | undefined {
  let result: World | undefined = world;
  for (const literal of guard) result &&= withLiteral(result, literal);
  return result;
}

/** The worlds in which something of a guard does not hold; no two of them overlap. */
export function without(world: World, guard: World): World[] {
  const worlds: World[] = [];
  let before: World | undefined = world;
  for (const literal of guard) {
    if (before === undefined) break;
    const fails = withLiteral(before, opposite(literal));
    if (fails !== undefined) worlds.push(fails);
    before = withLiteral(before, literal);
  }
  return worlds;
}

export function opposite(literal: Literal): Literal {
  return { ...literal, holds: !literal.holds };
}

/** Reads what follows `ifeq`, `ifneq`, `ifdef` or `ifndef`. */
export function parseCondition(keyword: string, rest: Expression): Literal {
  const holds = keyword === 'ifeq' || keyword === 'ifdef';
  if (keyword === 'ifdef' || keyword === 'ifndef') {
    return { subject: `ifdef ${writtenText(rest).trim()}`, value: '', holds };
  }
  const sides = comparedSides(rest);
  if (sides === undefined) return { subject: writtenText(rest), value: '', holds };
  const [one, other] = sides;
  const [first, second] = [literalText(one)?.trim(), literalText(other)?.trim()];
  if (first !== undefined && second !== undefined) {
    return first === second ? { ...ALWAYS, holds } : { ...ALWAYS, holds: !holds };
  }
  if (second !== undefined) return { subject: subjectOf(one), value: second, holds };
  if (first !== undefined) return { subject: subjectOf(other), value: first, holds };
  return { subject: `${subjectOf(one)} is ${subjectOf(other)}`, value: '', holds };
}

const ARCHITECTURE_NAMES: Readonly<Record<string, Architecture>> = {
  amd64: 'amd64',
  x86_64: 'amd64',
  arm64: 'arm64',
  aarch64: 'arm64',
};

/** The architecture that a world is about, if it is about one. */
export function architectureOf(world: World): Architecture | undefined {
  const asked = world.flatMap(({ subject, value, holds }) => {
    // `ifneq (,$(filter arm64 aarch64,$(ARCH)))`: the subject is not empty.
    const isFilter = value === '' && !subject.startsWith('ifdef ');
    const named = architecturesIn(isFilter ? subject : value);
    return named.length === 1 ? named.map((name) => ({ name, is: isFilter ? !holds : holds })) : [];
  });
  const [only, more] = new Set(asked.filter(({ is }) => is).map(({ name }) => name));
  if (only !== undefined) return more === undefined ? only : undefined;
  const [not, others] = new Set(asked.map(({ name }) => name));
  if (not === undefined || others !== undefined) return undefined;
  return not === 'amd64' ? 'arm64' : 'amd64';
}

function architecturesIn(text: string): Architecture[] {
  const words = text.match(/(?:amd64|x86_64|arm64|aarch64)(?![a-zA-Z0-9])/g) ?? [];
  return [...new Set(words.flatMap((word) => ARCHITECTURE_NAMES[word] ?? []))];
}

/** One spelling for `$(X)` and `${X}`. */
function subjectOf(side: Expression): string {
  return writtenText(side)
    .trim()
    .replace(/\$\{([^{}]*)\}/g, '$($1)');
}

/** The two sides of `(one,other)`, `"one" "other"` and `'one' 'other'`. */
function comparedSides(rest: Expression): [Expression, Expression] | undefined {
  const masked = maskedText(rest);
  const found =
    /^([ \t]*\()([^,]*)(,)(.*)\)[ \t]*$/.exec(masked) ??
    /^([ \t]*["'])([^"']*)(["'][ \t]*["'])([^"']*)["'][ \t]*$/.exec(masked);
  if (found === null) return undefined;
  const [, before = '', one = '', between = '', other = ''] = found;
  const from = rest.from + before.length;
  const second = from + one.length + between.length;
  return [partOf(rest, from, from + one.length), partOf(rest, second, second + other.length)];
}
