export type { ObjectStore } from './ceph-conf.js';
export type { Credentials } from './credentials.js';
export { type S3Server, type S3ServerOptions, startS3Server } from './s3-server.js';
export { clientOf, makeBucket, partsUnderWay } from './bucket.js';
