// Symbols as a complete config has them: the answer of the tree's own olddefconfig, taken as it is.
import { unquoteString, type KernelConfig } from '../config/index.js';
import type { Valuation } from './evaluate.js';
import type { SymbolType } from './symbol.js';
import type { KconfigTree } from './tree.js';
import { exactly, levelOf, most, NO, type Level, type Truth } from './truth.js';

/** @param config complete, as olddefconfig writes it: what is absent is n or empty */
export function valuesOf(tree: KconfigTree, config: KernelConfig): Valuation {
  const levelIn = (name: string): Level => levelOf(config.get(name)) ?? 0;
  return {
    tree,
    level(name: string): Truth {
      const symbol = tree.symbol(name);
      if (symbol !== undefined) {
        const hasLevel = symbol.type === 'bool' || symbol.type === 'tristate';
        return hasLevel ? exactly(levelIn(name)) : NO;
      }
      // A choice is as high as its highest member.
      const members = tree.choice(name)?.members ?? [];
      return exactly(members.map(levelIn).reduce(most, 0));
    },
    text(name: string): string | undefined {
      const variable = tree.symbol(name)?.environment;
      if (variable !== undefined) return tree.environment(variable);
      return config.has(name) ? textIn(config, name) : emptyText(tree.symbol(name)?.type, tree);
    },
  };
}

/** What a symbol that nothing gives a value reads as; numbers are 0 only since 6.11. */
export function emptyText(type: SymbolType | undefined, tree: KconfigTree): string {
  if (tree.rules === 'before 6.11') return '';
  return type === 'int' ? '0' : type === 'hex' ? '0x0' : '';
}

/** The value of a number or text without quotes. */
export function textIn(config: KernelConfig, name: string): string {
  const value = config.get(name);
  return unquoteString(value) ?? value;
}
