// The public door: what the plugin, the tools and other programs use of the core.
export * from './runtime/index.js';
export * from './spec/index.js';
export * from './image/index.js';
export * from './kernel/index.js';
export * from './minikube/index.js';
export * from './host/index.js';
export * from './inspect/index.js';
export * from './build/index.js';
export * from './verify/index.js';
export * from './publish/index.js';
export * from './bump/index.js';
