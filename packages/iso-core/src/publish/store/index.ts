// The door of the object stores.
export type * from './object-store.js';
export { openS3Store, type S3StoreOptions } from './s3-store.js';
