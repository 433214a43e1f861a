// A Makefile with all that it includes, as data.
import type { Operator } from './assignment.js';
import type { World } from './condition.js';
import type { Expression } from './expression.js';
import type { LineNumbers } from './line-numbers.js';

interface Statement {
  /** What holds where it counts. */
  readonly guard: World;
  /** Position among all statements, as make reads them. */
  readonly order: number;
}

export interface Assignment extends Statement {
  readonly name: string;
  /** `unknown`: what it sets is not followed. */
  readonly operator: Operator | 'unknown';
  readonly value: Expression;
  /** The value stands between `define` and `endef`, where `#` is no comment. */
  readonly isDefinition: boolean;
  /** The targets that it is for; undefined for all. */
  readonly targets?: readonly string[];
  readonly isPrivate: boolean;
  /** What is assigned without `override` afterwards has no effect. */
  readonly isOverride: boolean;
}

export interface Rule extends Statement {
  /** Targets and prerequisites as written. */
  readonly text: Expression;
  readonly targets: readonly string[];
  /** Some of the targets cannot be told without running make. */
  readonly isOpen: boolean;
  readonly prerequisites: readonly string[];
}

/** A line of a recipe. */
export interface Command extends Statement {
  readonly text: Expression;
  readonly rule: Rule;
}

export interface Include extends Statement {
  /** The paths as written. */
  readonly text: Expression;
  /** The files that they lead to, relative to the workspace where they are in it; undefined when it cannot be known. */
  readonly files?: readonly string[];
}

export interface Makefile {
  /** The top one, relative to the workspace. */
  readonly file: string;
  readonly lines: ReadonlyMap<string, LineNumbers>;
  /** Whether anything in it can be the name of an ISO, or the option that takes one. */
  readonly mentionsIso: boolean;
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
  readonly rules: readonly Rule[];
  readonly commands: readonly Command[];
  /** What is expanded outside of values and recipes: targets, prerequisites, conditions, paths. */
  readonly others: readonly Expression[];
  readonly includes: readonly Include[];
  /** Variables that commands find in their environment, or whether they find all. */
  readonly exported: ReadonlySet<string> | 'all';
}

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Where an expression is written, or what stands at one of its characters. */
export function placeOf(makefile: Makefile, { source, from }: Expression, at = from): Place {
  return { file: source.file, line: lineOf(makefile, source.file, source.offsetOf(at)) };
}

/** The line, from 1, that an offset is on. */
export function lineOf(makefile: Makefile, file: string, offset: number): number {
  return makefile.lines.get(file)?.lineOf(offset) ?? 1;
}

/** Every value, command and other expression. */
export function* expressionsOf(makefile: Makefile): Generator<Expression, void, undefined> {
  for (const all of makefile.assignments.values()) for (const { value } of all) yield value;
  for (const { text } of makefile.commands) yield text;
  yield* makefile.others;
}

/** Those of files that are not there, or cannot be told. */
export function unreadIncludes({ includes, lines }: Makefile): Include[] {
  return includes.filter(({ files }) => files?.every((file) => lines.has(file)) !== true);
}
