// The lab for tests: the base ISOs that it makes, and guests to boot them in.
export { baseIsoFile } from './project.js';
export * from './qemu/index.js';
export { type LabKernel, VARIANTS, type Variant } from './variants.js';
