export { buildIso } from './build-iso.js';
export { describeBuild } from './describe-build.js';
export type { BuildOverrides, BuildRequest, BuildResult, StageRecord } from './request.js';
