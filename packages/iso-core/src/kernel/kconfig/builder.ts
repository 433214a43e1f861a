// Puts symbols together from the statements of many files: an entry gets the conditions of what
// encloses it, a symbol defined in several places gets the properties of all of them.
import type { KconfigRules } from './rules.js';
import { allOf, ALWAYS, anyOf, conjunctsOf, symbolNamed, type Expression } from './expression.js';
import type {
  KconfigChoice,
  KconfigDefault,
  KconfigPrompt,
  KconfigRange,
  KconfigSelect,
  KconfigSymbol,
  SourcePosition,
  SymbolType,
} from './symbol.js';

type Growing<T> = {
  -readonly [Key in keyof T]: T[Key] extends readonly (infer U)[] ? U[] : T[Key];
};
interface Draft extends Growing<KconfigSymbol> {
  /** One of them must hold. */
  dependencies: Expression[];
  members: string[];
  isOptional: boolean;
}

/** What encloses an entry. */
export interface Scope {
  /** All that its entries depend on. */
  readonly dependsOn: Expression;
  /** What the enclosing menus' `visible if` ask of prompts. */
  readonly visibleIf: Expression;
  /** The choice that its entries are members of. */
  readonly choice?: string;
}

export const OUTERMOST: Scope = { dependsOn: ALWAYS, visibleIf: ALWAYS };

/** The options under one `config`, `choice`, `menu` or `comment`, before their conditions are complete. */
export interface Entry {
  readonly position: SourcePosition;
  readonly scope: Scope;
  type?: SymbolType;
  readonly dependsOn: Expression[];
  readonly visibleIf: Expression[];
  readonly prompts: KconfigPrompt[];
  readonly defaults: KconfigDefault[];
  readonly selects: KconfigSelect[];
  readonly implies: KconfigSelect[];
  readonly ranges: KconfigRange[];
  environment?: string;
  isOptional?: boolean;
  isTransitional?: boolean;
}

export function emptyEntry(position: SourcePosition, scope: Scope): Entry {
  const lists = { prompts: [], defaults: [], selects: [], implies: [], ranges: [] };
  return { position, scope, dependsOn: [], visibleIf: [], ...lists };
}

/** The scope that an entry opens for what follows inside it. */
export function scopeInside(entry: Entry): Scope {
  return {
    ...entry.scope,
    dependsOn: allOf([entry.scope.dependsOn, ...entry.dependsOn]),
    visibleIf: allOf([entry.scope.visibleIf, ...entry.visibleIf]),
  };
}

export class SymbolsBuilder {
  readonly #symbols = new Map<string, Draft>();
  readonly #choices = new Map<string, Draft>();
  readonly #rules: KconfigRules;

  constructor(rules: KconfigRules) {
    this.#rules = rules;
  }

  addSymbol(name: string, entry: Entry): void {
    const draft = draftOf(this.#symbols, name);
    const { choice } = entry.scope;
    if (choice !== undefined && draft.choice === undefined && !this.#isUnderMember(entry)) {
      draft.choice = choice;
      this.#choices.get(choice)?.members.push(name);
    }
    addEntry(draft, entry);
  }

  /** Whether an entry in a choice belongs to a member before it: it depends on it. */
  #isUnderMember({ dependsOn, scope }: Entry): boolean {
    const members = this.#choices.get(scope.choice ?? '')?.members ?? [];
    if (this.#rules === 'since 6.11' || members.length === 0) return false;
    return [...conjunctsOf(allOf(dependsOn))].some(
      (part) => part.kind === 'symbol' && members.includes(part.name),
    );
  }

  addChoice(name: string, entry: Entry): void {
    const draft = draftOf(this.#choices, name);
    draft.isOptional ||= entry.isOptional === true;
    addEntry(draft, entry);
  }

  build(): { symbols: Map<string, KconfigSymbol>; choices: Map<string, KconfigChoice> } {
    for (const choice of this.#choices.values()) this.#settleChoice(choice);
    const symbols = new Map<string, KconfigSymbol>();
    const choices = new Map<string, KconfigChoice>();
    for (const [name, draft] of this.#symbols) {
      const { dependencies, members: _, isOptional: __, ...symbol } = draft;
      symbols.set(name, { ...symbol, dependsOn: anyOf(dependencies) });
    }
    for (const [name, { dependencies, ...choice }] of this.#choices) {
      choices.set(name, { ...choice, dependsOn: anyOf(dependencies) });
    }
    return { symbols, choices };
  }

  /** A choice without a type has that of its first typed member, and gives it to the others. */
  #settleChoice(choice: Draft): void {
    const members = choice.members.flatMap((name) => this.#symbols.get(name) ?? []);
    if (choice.type === 'unknown') {
      choice.type = members.find((member) => member.type !== 'unknown')?.type ?? 'bool';
    }
    for (const member of members) {
      if (member.type === 'unknown') member.type = choice.type;
      if (choice.type !== 'tristate' || member.type === 'tristate') continue;
      // A bool can only be chosen where the whole choice is y, never among modules.
      const isBuiltIn: Expression = {
        kind: 'compare',
        operator: '=',
        left: symbolNamed(choice.name),
        right: { kind: 'level', level: 2 },
      };
      member.dependencies = member.dependencies.map((one) => allOf([isBuiltIn, one]));
      member.prompts = member.prompts.map((prompt) => ({
        ...prompt,
        condition: allOf([isBuiltIn, prompt.condition]),
      }));
    }
  }
}

function addEntry(draft: Draft, entry: Entry): void {
  const inside = scopeInside(entry);
  const within = <T extends { condition: Expression }>(property: T): T => ({
    ...property,
    condition: allOf([inside.dependsOn, property.condition]),
  });
  if (draft.type === 'unknown') draft.type = entry.type ?? 'unknown';
  draft.definedAt.push(entry.position);
  draft.dependencies.push(inside.dependsOn);
  for (const prompt of entry.prompts) {
    const { text, condition } = prompt;
    const shownIf = allOf([inside.dependsOn, condition, inside.visibleIf]);
    draft.prompts.push({ text, condition: shownIf });
  }
  draft.defaults.push(...entry.defaults.map(within));
  draft.selects.push(...entry.selects.map(within));
  draft.implies.push(...entry.implies.map(within));
  draft.ranges.push(...entry.ranges.map(within));
  if (entry.environment !== undefined) draft.environment = entry.environment;
  if (entry.isTransitional === true) draft.isTransitional = true;
}

function draftOf(drafts: Map<string, Draft>, name: string): Draft {
  const present = drafts.get(name);
  if (present !== undefined) return present;
  const draft: Draft = {
    name,
    type: 'unknown',
    prompts: [],
    dependsOn: ALWAYS,
    dependencies: [],
    defaults: [],
    selects: [],
    implies: [],
    ranges: [],
    definedAt: [],
    members: [],
    isOptional: false,
  };
  drafts.set(name, draft);
  return draft;
}
