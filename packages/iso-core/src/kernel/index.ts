// The door of the kernel code: configs, Kconfig trees and the gate.
export * from './config/index.js';
