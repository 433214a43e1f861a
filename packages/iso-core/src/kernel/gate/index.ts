// The two-way gate between what a kernel is configured as and what it must be.
export { assertGate } from './assert.js';
export { gate } from './gate.js';
export type { ExcusedChange, GateInput, GateResult, UnmetRequirement } from './gate.js';
export type { LostOption } from './loss.js';
