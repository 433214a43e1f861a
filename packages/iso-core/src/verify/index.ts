// The door of the verification: an ISO is read, booted and measured.
export { assertVerified } from './assert-verified.js';
export { describeVerification, type DescribeOptions } from './describe-verification.js';
export { isosInTheWay, type KeptIso, type KeptIsoQuery } from './minikube-cache.js';
export * from './boot/index.js';
export * from './checks/index.js';
export {
  runProbes,
  type GuestProbe,
  type ProbesRun,
  type RunProbesOptions,
} from './guest/index.js';
export * from './machine/index.js';
export {
  allProbes,
  assembleClusterScript,
  judgeProbe,
  probesExercising,
  probesFor,
  readProbeRuns,
  type Probe,
  type ProbeRun,
} from './probes/index.js';
export * from './report/index.js';
export type { VerifyFiles, VerifyOverrides, VerifyRequest, VerifyResult } from './request.js';
export { verifyIso } from './verify-iso.js';
