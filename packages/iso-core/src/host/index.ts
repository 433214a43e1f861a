export * from './build-host.js';
export { isCaseSensitive } from './case-sensitivity.js';
export * from './check-tools.js';
export * from './choose-machine.js';
export * from './firmware.js';
export * from './local.js';
export * from './machine.js';
export * from './macos/index.js';
export * from './package-manager.js';
