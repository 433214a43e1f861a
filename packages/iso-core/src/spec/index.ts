export * from './kernel-range.js';
export * from './requirement.js';
