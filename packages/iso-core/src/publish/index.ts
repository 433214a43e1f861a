// The door of publishing: an ISO at its final URL, whole, once, for ever.
export { abortPublication, type AbortResult } from './abort-publication.js';
export { describeAbort, describePublication } from './describe-publication.js';
export { formatList } from './format-list.js';
export { listPublished, type ListedIso, type ListRequest } from './list-published.js';
export { isoNameFor, publicationDate } from './names.js';
export { publicationSchema, type Publication } from './publication.js';
export { publishIso } from './publish-iso.js';
export type { PublishOverrides, PublishRequest, PublishResult } from './request.js';
export { MOST_SIDECAR_BYTES, parseSidecar, type Sidecar } from './sidecar.js';
export { bucketPlace, keysOf, urlOf } from './target.js';
