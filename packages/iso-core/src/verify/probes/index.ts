// The probes: which run, what guests and nodes need for them, and the verdict on what they told.
export { assembleClusterScript } from './cluster-script.js';
export { PROBE_NAMES } from './definitions.js';
export { type DrivenProbe, probeFiles, type ProbeFile } from './files.js';
export { judgeProbe, notRun } from './judge.js';
export { ownProbes } from './own-probes.js';
export type { Expectation, Limit, Measured, Probe, ProbeRun } from './probe.js';
export { readProbeRuns } from './protocol.js';
export { packageScript } from './scripts.js';
export { allProbes, type ProbeFacts, probesExercising, probesFor } from './select.js';
