export { acquireBase, type AcquireBaseOptions, type AcquiredBase } from './acquire-base.js';
export { bootedKernelDigest } from './booted-kernel.js';
export { findBootViolations } from './boot-gate.js';
export {
  DIFF_VERSION,
  diffSchema,
  type DiffFile,
  type DiffSide,
  type FileChanges,
  type IsoDiff,
} from './diff/diff.js';
export { diffIsos, type DiffOptions } from './diff/diff-isos.js';
export { diffLocations } from './diff/diff-locations.js';
export { formatDiff, type FormatDiffOptions } from './diff/format-diff.js';
export { wellKnownModules, wellKnownOptions } from './module-names.js';
export { judgeInspection, judgeOption, type ModulesOfOption } from './facts.js';
export {
  openInitrd,
  readKernelOffer,
  readRoot,
  withContent,
  type KernelOffer,
  type ReadRoot,
} from './inspect-content.js';
export {
  inspectAtKernel,
  inspectIso,
  type InspectOptions,
  type KernelOffers,
  type KernelInspection,
} from './inspect-iso.js';
export type {
  Depth,
  InspectedContent,
  InspectedKernel,
  InspectedModules,
  KbuildTables,
  Inspection,
} from './inspection.js';
export { openFileOf } from './iso-file.js';
export {
  MANIFEST_VERSION,
  manifestSchema,
  requirementSchema,
  sha256Schema,
  type Manifest,
} from './manifest.js';
export type { FoundModule } from './module-proof.js';
export { PRODUCER } from './producer.js';
export { modulesOfManifest, readManifest } from './read-manifest.js';
export { requirementEntry } from './requirement-entry.js';
export { findRootViolations, NO_CHANGES, type RootChanges } from './root-gate.js';
export { takesOnlySigned } from './signed-only.js';
export type { DigestClaim, Subject, SubjectOptions } from './subject/subject.js';
export { defaultDepth, withSubject } from './subject/with-subject.js';
export {
  allHold,
  type ActualOption,
  type RequirementStatus,
  type RequirementVerdict,
} from './verdict.js';
