// The lab for tests: the base ISOs that it makes, guests to boot them in, and engines of containers.
export { writeBaseIso } from './base-iso.js';
export * from './engines/index.js';
export { baseIsoFile } from './project.js';
export * from './qemu/index.js';
export { type LabKernel, VARIANTS, type Variant } from './variants.js';
