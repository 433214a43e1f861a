// What a verification is asked for, and what it answers.
import type { Depth, DigestClaim } from '../inspect/index.js';
import type { Architecture, Environment, Progress } from '../runtime/index.js';
import type { VerifyReport } from './report/index.js';

export interface VerifyRequest {
  /** The absolute path of the ISO spec. */
  readonly specPath: string;
  /** The absolute folder into which `build-iso` writes: the ISO to verify unless another is named. */
  readonly builtFolder: string;
  /** The absolute folder for the reports. */
  readonly outputFolder: string;
  /** Absolute; the report names files relative to it. */
  readonly workspace: string;
  /** What the ISO's digest has to be besides, and who says so. */
  readonly digests?: readonly DigestClaim[];
  /** What wins over the spec. */
  readonly overrides?: VerifyOverrides;
  /** Absolute. Default: that of the environment. */
  readonly cacheFolder?: string;
  readonly env?: Environment;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface VerifyOverrides {
  /** Default: the only one that the spec names. */
  readonly architecture?: Architecture;
  /** The absolute path or the http(s) URL of another ISO than the project's own. */
  readonly iso?: string;
  /** Default: `content` for a file, `kernel` for a URL. */
  readonly depth?: Depth;
  readonly boot?: boolean;
  readonly probes?: boolean | readonly string[];
  /** Seconds that one boot may take. */
  readonly timeout?: number;
  /** Of the machine, in MiB. */
  readonly memory?: number;
}

export interface VerifyFiles {
  readonly json: string;
  readonly html: string;
  /** The probes as one script, for a cluster that runs. */
  readonly probes: string;
}

export interface VerifyResult {
  readonly report: VerifyReport;
  /** Absolute paths of what was written. */
  readonly files: VerifyFiles;
  /** Whether the verdict is that of an earlier run on the same bytes. */
  readonly cached: boolean;
}
