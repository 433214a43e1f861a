// The narrow door, `iso-core/inspect`: what it takes to read an ISO and nothing else, for programs that
// start often. All of it is also in the core's main door, and is the same there.
export { openFile, openUrl, type ByteSource, type OpenUrlOptions } from './image/bytes/index.js';
export { inspectIso, type InspectOptions } from './inspect/inspect-iso.js';
export type {
  Depth,
  InspectedContent,
  InspectedKernel,
  InspectedModules,
  Inspection,
} from './inspect/inspection.js';
export { formatError, IsoError, isIsoError } from './runtime/index.js';
