// Reads a makefile as make would under given variables, and says what its own variables are then.
// Rules and commands are not carried out; what depends on them, or on anything outside, is unsure.
import { type MakefileLine, makefileLines } from './lines.js';
import { isUnsure, UNSURE } from './unsure.js';
import { Variables } from './variables.js';

export interface MakefileOptions {
  readonly text: string;
  /** Variables from outside: `undefined` for one that is not set. */
  readonly outer: (name: string) => string | undefined;
  /** The text of a file that the makefile includes; `undefined` when it is not there. */
  readonly include: (path: string) => string | undefined;
}

/** Whether a line counts: `maybe` under a condition that cannot be known. */
type Truth = 'yes' | 'no' | 'maybe';

interface Condition {
  now: Truth;
  /** Whether a branch before this one was taken. */
  taken: Truth;
}

const DEEPEST_INCLUDE = 20;
const ASSIGNMENT =
  /^((?:[^\s:#=+?!$]|\$\([^()]*(?:\([^()]*\)[^()]*)*\)|\$\{[^{}]*\})+)\s*(:{0,3}=|\+=|\?=|!=)\s*(.*)$/;

/** The variables when the whole makefile has been read. */
export function evaluateMakefile(options: MakefileOptions): Variables {
  const reader = new Reader(options);
  reader.read(options.text);
  return reader.variables;
}

class Reader {
  readonly variables: Variables;
  readonly #conditions: Condition[] = [];
  #isInRule = false;
  #definition: string | undefined;
  #depth = 0;

  constructor(private readonly options: MakefileOptions) {
    this.variables = new Variables(options.outer);
  }

  read(text: string): void {
    for (const line of makefileLines(text)) this.#line(line);
  }

  #line({ text, isIndentedByTab }: MakefileLine): void {
    if (this.#definition !== undefined) {
      if (/^endef\b/.test(text)) this.#definition = undefined;
      return;
    }
    if (isIndentedByTab && this.#isInRule) return;
    if (this.#conditional(text)) return;
    const truth = this.#truth();
    if (truth === 'no') return;
    const statement = text.replace(/^(?:(?:export|override|private)\s+)+/, '');
    const definition = /^define\s+(\S+)/.exec(statement)?.[1];
    if (definition !== undefined) {
      this.#definition = definition;
      this.variables.forget(definition);
      return;
    }
    const included = /^(-include|sinclude|include)\s+(.+)$/.exec(statement);
    if (included !== null) return this.#include(included[2] ?? '', truth);
    const assignment = ASSIGNMENT.exec(statement);
    if (assignment !== null) {
      const [, name = '', operator = '', value = ''] = assignment;
      this.#isInRule = false;
      this.#assign(this.variables.expand(name), operator, value, truth === 'maybe');
    } else if (withoutReferences(statement).includes(':')) {
      this.#isInRule = true;
    } else if (!setsOnlyFlags(statement) && isUnsure(this.variables.expand(statement))) {
      // A bare call, such as of eval: it may set anything.
      this.#forgetObjects();
    }
  }

  #assign(name: string, operator: string, value: string, maybe: boolean): void {
    if (isUnsure(name)) this.#forgetObjects();
    else this.variables.assign(name, operator, value, maybe);
  }

  #forgetObjects(): void {
    for (const name of ['obj-y', 'obj-m']) this.variables.assign(name, '+=', UNSURE, true);
  }

  #include(list: string, truth: Truth): void {
    for (const path of this.variables.expand(list).split(/\s+/)) {
      // What a compiler or kbuild wrote about an earlier build: prerequisites, never objects.
      if (/\.(?:d|cmd)$/.test(path)) continue;
      const text =
        isUnsure(path) || this.#depth >= DEEPEST_INCLUDE ? undefined : this.options.include(path);
      if (text === undefined) {
        this.#forgetObjects();
        continue;
      }
      this.#conditions.push({ now: truth, taken: truth });
      this.#depth += 1;
      this.read(text);
      this.#depth -= 1;
      this.#conditions.pop();
    }
  }

  #truth(): Truth {
    const all = this.#conditions.map(({ now }) => now);
    if (all.includes('no')) return 'no';
    return all.includes('maybe') ? 'maybe' : 'yes';
  }

  /** Takes a line that opens, turns or closes a condition. */
  #conditional(text: string): boolean {
    const word = /^(ifeq|ifneq|ifdef|ifndef|else|endif)\b\s*(.*)$/.exec(text);
    if (word === null) return false;
    const [, keyword = '', rest = ''] = word;
    if (keyword === 'endif') this.#conditions.pop();
    else if (keyword !== 'else') {
      const now = this.#test(keyword, rest);
      this.#conditions.push({ now, taken: now });
    } else {
      const condition = this.#conditions.at(-1);
      if (condition !== undefined) this.#otherwise(condition, rest);
    }
    return true;
  }

  #otherwise(condition: Condition, rest: string): void {
    const test = /^(ifeq|ifneq|ifdef|ifndef)\b\s*(.*)$/.exec(rest);
    const itself: Truth = test === null ? 'yes' : this.#test(test[1] ?? '', test[2] ?? '');
    if (condition.taken === 'yes' || itself === 'no') condition.now = 'no';
    else condition.now = condition.taken === 'maybe' ? 'maybe' : itself;
    if (condition.now !== 'no' && condition.taken !== 'yes') {
      condition.taken = itself === 'yes' ? 'yes' : 'maybe';
    }
  }

  #test(keyword: string, rest: string): Truth {
    if (keyword === 'ifdef' || keyword === 'ifndef') {
      const name = this.variables.expand(rest.trim());
      const value = isUnsure(name) ? UNSURE : this.variables.value(name);
      return truth(isUnsure(value) ? undefined : value !== '', keyword === 'ifdef');
    }
    const sides = comparedSides(rest);
    if (sides === undefined) return 'maybe';
    const [one, other] = sides.map((side) => this.variables.expand(side).trim());
    const known = !isUnsure(`${one}${other}`);
    return truth(known ? one === other : undefined, keyword === 'ifeq');
  }
}

/** Whether all that a bare call evaluates are compiler flags. */
function setsOnlyFlags(statement: string): boolean {
  const evaluated = [...statement.matchAll(/\$[({]eval\s+(\S*)/g)];
  return (
    evaluated.length > 0 && evaluated.every(([, name = '']) => /^[A-Z_]*FLAGS(_|$)/.test(name))
  );
}

function withoutReferences(text: string): string {
  const less = text.replace(/\$\([^$()]*\)|\$\{[^${}]*\}/g, '');
  return less === text ? text : withoutReferences(less);
}

function truth(holds: boolean | undefined, wanted: boolean): Truth {
  if (holds === undefined) return 'maybe';
  return holds === wanted ? 'yes' : 'no';
}

/** The two sides of `(one,other)`, `"one" "other"` and `'one' 'other'`. */
function comparedSides(text: string): [string, string] | undefined {
  const quoted = /^(["'])(.*?)\1\s*(["'])(.*?)\3\s*$/.exec(text);
  if (quoted !== null) return [quoted[2] ?? '', quoted[4] ?? ''];
  const inside = /^\((.*)\)\s*$/.exec(text)?.[1];
  if (inside === undefined) return undefined;
  let depth = 0;
  for (let at = 0; at < inside.length; at += 1) {
    const character = inside.charAt(at);
    if (/[({]/.test(character)) depth += 1;
    else if (/[)}]/.test(character)) depth -= 1;
    else if (character === ',' && depth === 0) return [inside.slice(0, at), inside.slice(at + 1)];
  }
  return undefined;
}
