// The door of publishing: an ISO at its final URL, whole, once, for ever.
export { abortPublication, type AbortResult } from './abort-publication.js';
export { describeAbort, describePublication } from './describe-publication.js';
export { formatList } from './format-list.js';
export { listPublished, type ListedIso, type ListRequest } from './list-published.js';
export { publicationSchema, type Publication } from './publication.js';
export { publishIso } from './publish-iso.js';
export type { PublishOverrides, PublishRequest, PublishResult } from './request.js';
