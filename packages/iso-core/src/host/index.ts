export * from './build-host.js';
export * from './check-tools.js';
export * from './firmware.js';
export * from './local.js';
export * from './package-manager.js';
