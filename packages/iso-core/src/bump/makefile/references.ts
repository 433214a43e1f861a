// Who refers to a variable.
import type { Assignment, Command, Makefile } from './makefile.js';
import { type Expression, literalText, maskedText, PRINTING } from './expression.js';
import { composition } from './expand.js';
import { isPrinted, shellReferences } from './shell-words.js';

/** A reference to a variable: in a command, in the value of another, or elsewhere. */
export interface Reference {
  /** What the reference is written in; `at` is where it begins. */
  readonly within: Expression;
  readonly at: number;
  readonly command?: Command;
  readonly assignment?: Assignment;
  /** It stands in `$(info …)` or its kin, which show a text of which nothing comes. */
  readonly isShown: boolean;
}

type Holder = Pick<Reference, 'command' | 'assignment'>;

export class References {
  readonly #byName = new Map<string, Reference[]>();
  /** References to `ISO_URL_$(ARCH)`, by what is around the part that varies. */
  readonly #composed = new Map<string, { before: string; after: string; found: Reference[] }>();

  constructor(private readonly makefile: Makefile) {
    for (const all of makefile.assignments.values()) {
      for (const assignment of all) this.#take(assignment.value, { assignment }, false);
    }
    for (const command of makefile.commands) {
      this.#take(command.text, { command }, false);
      this.#takeShell(command);
    }
    for (const other of makefile.others) this.#take(other, {}, false);
  }

  to(name: string): Reference[] {
    const composed = [...this.#composed.values()].filter(
      ({ before, after }) => name.startsWith(before) && name.endsWith(after),
    );
    return [...(this.#byName.get(name) ?? []), ...composed.flatMap(({ found }) => found)];
  }

  /** The commands that a variable's value gets into. */
  commandsWith(name: string, seen = new Set<string>()): Command[] {
    if (seen.has(name)) return [];
    seen.add(name);
    return this.to(name).flatMap(({ command, assignment }) => {
      if (command !== undefined) return [command];
      return assignment === undefined ? [] : this.commandsWith(assignment.name, seen);
    });
  }

  #take(expression: Expression, holder: Holder, isShown: boolean, outer = expression): void {
    for (const node of expression.nodes) {
      if (node.kind === 'text') continue;
      if (node.kind === 'call') {
        const isArgumentShown = isShown || PRINTING.has(node.called);
        for (const arg of node.args) this.#take(arg, holder, isArgumentShown, outer);
        // `$(call name,…)` refers to what it calls.
        const called = node.called === 'call' ? node.args[0] : undefined;
        if (called !== undefined) this.#note(called, node.from, holder, isShown, outer);
      } else {
        this.#note(node.name, node.from, holder, isShown, outer);
        this.#take(node.name, holder, isShown, outer);
      }
    }
  }

  #note(name: Expression, at: number, holder: Holder, isShown: boolean, within: Expression): void {
    const reference: Reference = { within, at, isShown, ...holder };
    const literal = literalText(name)?.trim();
    if (literal !== undefined) return add(this.#byName, literal, reference);
    const composed = composition(name);
    if (composed === undefined) return;
    const { before, after } = composed;
    const key = `${before}\0${after}`;
    const known = this.#composed.get(key);
    if (known === undefined) this.#composed.set(key, { before, after, found: [reference] });
    else known.found.push(reference);
  }

  /** `$$NAME` is the make variable of that name where it is exported. */
  #takeShell(command: Command): void {
    const { exported } = this.makefile;
    const masked = maskedText(command.text);
    if (!masked.includes('$$')) return;
    for (const { name, at } of shellReferences(masked)) {
      if (exported !== 'all' && !exported.has(name)) continue;
      const within = command.text;
      add(this.#byName, name, { within, at: within.from + at, command, isShown: false });
    }
  }
}

/** Whether the value is only shown to whoever runs make. */
export function isOnlyShown({ within, at, command, isShown }: Reference): boolean {
  return isShown || (command !== undefined && isPrinted(maskedText(within), at - within.from));
}

function add(map: Map<string, Reference[]>, name: string, reference: Reference): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [reference]);
  else known.push(reference);
}
