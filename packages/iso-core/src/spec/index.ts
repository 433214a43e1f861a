// The door of the ISO spec: reading one, what it asks of a kernel, what its published files are called.
export { chooseArchitecture } from './choose-architecture.js';
export * from './iso-spec.js';
export { jsonSchema, jsonSchemaText } from './json-schema.js';
export * from './kernel-range.js';
export { MAX_SPEC_SIZE, parseSpec, type ParseOptions } from './parse.js';
export * from './path-options.js';
export { alwaysRequired, findPreset, presetNames, presets } from './presets/index.js';
export type { Preset, PresetEntry } from './presets/index.js';
export * from './published-date.js';
export * from './published-names.js';
export { readSpec } from './read.js';
export * from './requirement.js';
export { resolvePaths } from './resolve-paths.js';
export { resolveRequirements } from './resolve.js';
export { BUCKET_NAME, isoName } from './schema-publish.js';
