// The door of the checks: what is read of an ISO before it is booted.
export { CHECKS, type CheckKind } from './check.js';
export { runChecks } from './run-checks.js';
export type { ChecksBase, ChecksRequest, ChecksResult, ComparedBase } from './request.js';
