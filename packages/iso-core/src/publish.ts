// The narrow door, `iso-core/publish`: what it takes to publish an ISO and nothing else, for programs that
// do only that. All of it is also in the core's main door, and is the same there.
export { publishIso } from './publish/publish-iso.js';
export type { PublishOverrides, PublishRequest, PublishResult } from './publish/request.js';
export { formatError, IsoError, isIsoError, withStopSignals } from './runtime/index.js';
