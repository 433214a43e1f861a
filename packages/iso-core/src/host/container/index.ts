// Containers as machines: which engine there is, and a build in a container of it.
export { containerMachine } from './container-machine.js';
export { findEngine, type ContainerEngine } from './find-engine.js';
