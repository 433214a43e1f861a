// What a bump is asked for, and what it answers.
import type { Environment, Progress } from '../runtime/index.js';
import type { BumpTarget } from './new-iso/index.js';
import type { Move } from './plan/index.js';
import type { ListNames, ReadText } from './url-site.js';

/** The files of the workspace, by paths relative to it, with `/`. */
export interface WorkspaceFiles {
  readonly read: ReadText;
  readonly namesIn: ListNames;
  /** The files that match a glob, sorted. */
  readonly matching: (glob: string) => Promise<readonly string[]>;
  /** Throws the error of a file that cannot be written, before any is. */
  readonly expectWritable: (file: string) => void;
}

export interface BumpRequest {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** The absolute path of the ISO spec. */
  readonly specPath: string;
  /** The absolute folder into which `publish-iso` writes. */
  readonly publishedFolder: string;
  readonly files: WorkspaceFiles;
  /** The locks of the workspace's other specs, relative to it: what is on their ISOs does not move. */
  readonly otherLocks?: readonly string[];
  readonly overrides?: BumpOverrides;
  readonly env?: Environment;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface BumpOverrides {
  /** Relative to the workspace. Default: the spec's, else those that name an ISO. */
  readonly makefile?: string;
  /** Globs of further files, relative to the workspace. Default: the spec's. */
  readonly also?: readonly string[];
  /** Default: the last publication. */
  readonly target?: BumpTarget;
  /** Takes what is known on this machine for true, and asks nobody. Default: false. */
  readonly offline?: boolean;
  /** Default: false. */
  readonly allowOlder?: boolean;
}

export interface BumpResult {
  /** New texts of files, by path; those that stay as they are are not in it. */
  readonly changes: ReadonlyMap<string, string>;
  readonly moves: readonly Move[];
  /** The Makefiles of the places, relative to the workspace. */
  readonly makefiles: readonly string[];
  /** For people: what moved where, and what was left. */
  readonly summary: readonly string[];
}
