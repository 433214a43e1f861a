// What a kernel's Kconfig files say of one symbol. Conditions are complete: they hold what the
// enclosing menus, ifs and choices ask for too.
import type { Expression } from './expression.js';

export type SymbolType = 'bool' | 'tristate' | 'string' | 'int' | 'hex' | 'unknown';

/** Where something is written: a file relative to the source tree, and a line from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
}

/** A question that a user can answer: only a symbol with a visible prompt takes its value from a config. */
export interface KconfigPrompt {
  readonly text: string;
  /** When it is visible. */
  readonly condition: Expression;
}

export interface KconfigDefault {
  readonly value: Expression;
  readonly condition: Expression;
}

/** `select` or `imply`. */
export interface KconfigSelect {
  readonly symbol: string;
  readonly condition: Expression;
}

export interface KconfigRange {
  readonly low: Expression;
  readonly high: Expression;
  readonly condition: Expression;
}

export interface KconfigSymbol {
  readonly name: string;
  readonly type: SymbolType;
  readonly prompts: readonly KconfigPrompt[];
  /** What at least one of its definitions depends on. */
  readonly dependsOn: Expression;
  readonly defaults: readonly KconfigDefault[];
  readonly selects: readonly KconfigSelect[];
  readonly implies: readonly KconfigSelect[];
  readonly ranges: readonly KconfigRange[];
  readonly definedAt: readonly SourcePosition[];
  /** The name of the choice it is a member of. */
  readonly choice?: string;
  /** The environment variable it takes its value from (`option env=`, before 4.18). */
  readonly environment?: string;
  /** Read from configs for the sake of others, never written (since 6.18). */
  readonly isTransitional?: boolean;
}

/** A choice: of its members exactly one is `y` while it is visible. */
export interface KconfigChoice extends KconfigSymbol {
  /** In the order of the Kconfig files. */
  readonly members: readonly string[];
  /** Whether no member at all may be chosen. */
  readonly isOptional: boolean;
}

/** A statement that could not be read and was passed over. */
export interface KconfigProblem extends SourcePosition {
  readonly message: string;
}
