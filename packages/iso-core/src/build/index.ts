export { buildIso } from './build-iso.js';
export { describeBuild } from './describe-build.js';
export type { BuildOverrides, BuildRequest, BuildResult, StageRecord } from './request.js';
export { MANIFEST_VERSION, manifestSchema, type Manifest } from './seal/manifest.js';
