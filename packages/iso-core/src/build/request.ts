// What a build is asked for, and what it answers.
import type { BuildHost } from '../host/index.js';
import type { Manifest } from '../inspect/index.js';
import type { Architecture, Environment, Progress } from '../runtime/index.js';
import type { HostKind, PublishedNames } from '../spec/index.js';

export interface BuildRequest {
  /** The absolute path of the ISO spec. */
  readonly specPath: string;
  /** The absolute folder for the ISO and the files beside it. */
  readonly outputFolder: string;
  /** What wins over the spec. */
  readonly overrides?: BuildOverrides;
  /** Absolute. Default: that of the environment. */
  readonly cacheFolder?: string;
  readonly env?: Environment;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  /** Runs the commands of the build, wherever the spec wants it. Default: what the spec asks for. */
  readonly host?: BuildHost;
}

export interface BuildOverrides {
  /** Default: the only one that the spec names. */
  readonly architecture?: Architecture;
  /** How many compiler processes run at once. */
  readonly jobs?: number;
  readonly host?: HostKind;
}

/** A stage of a build, for `.build.json`. */
export interface StageRecord {
  readonly name: string;
  readonly seconds: number;
  readonly cached: boolean;
}

export interface BuildResult {
  /** Absolute paths of what was written. */
  readonly files: PublishedNames;
  readonly manifest: Manifest;
  readonly stages: readonly StageRecord[];
}
