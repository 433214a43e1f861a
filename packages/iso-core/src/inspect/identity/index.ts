// The narrow door of inspecting: which ISO it is, by its manifest and by the kernel that it boots, without
// what it takes to read all that is in it.
export { bootedKernelDigest } from '../booted-kernel.js';
export { manifestSchema, requirementSchema, sha256Schema, type Manifest } from '../manifest.js';
export { readManifest } from '../read-manifest.js';
export { withSubject } from '../subject/with-subject.js';
