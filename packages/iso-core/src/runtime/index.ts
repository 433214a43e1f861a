export * from './errors.js';
export * from './run.js';
export * from './suggest.js';
