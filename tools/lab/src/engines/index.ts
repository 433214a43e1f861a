export { builderBase } from './builder-base.js';
export { type Engine, podmanEnvironment, type Program, startEngine } from './engine.js';
