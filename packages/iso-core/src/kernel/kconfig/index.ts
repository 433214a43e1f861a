// The Kconfig files of a kernel source tree as data: symbols, dependencies, and what they make of a config.
export { valuesOf } from './config-valuation.js';
export { evaluate, numberOf, textOf, type Valuation } from './evaluate.js';
export { formatExpression, operandsOf } from './expression.js';
export type { Expression, Operand } from './expression.js';
export { predict } from './predict.js';
export * from './symbol.js';
export { readKconfigTree, type KconfigTree, type Selector } from './tree.js';
export { both, letterOf, levelOf, opposite, type Level, type Truth } from './truth.js';
