// For tests: a real S3 server, and a proxy that makes the way to it a bad one.
export * from './server/index.js';
export * from './fault-proxy/index.js';
