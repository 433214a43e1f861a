// The build host contract: where the commands of a build run. Everything that decides what to run works
// against this. A build in a container or a virtual machine has a host of its own there: see machine.ts.
import type { Runner } from '../runtime/index.js';
import type { PackageManager } from './package-manager.js';

/** A tool that a job needs: a program's name, a C header such as `gelf.h`, or QEMU's firmware. */
export interface ToolNeed {
  readonly tool: string;
  /** What needs it, in a few words: `DEBUG_INFO_BTF=y`. */
  readonly because: string;
}

export interface MissingTool extends ToolNeed {
  /** The package that brings it, where the host's package manager is known to have one. */
  readonly packageName?: string;
}

export interface BuildHost {
  /** How messages call it: `this machine`. */
  readonly name: string;
  /** Runs commands there. */
  readonly run: Runner;
  /** How many processors a build may use; at least 1. */
  cpus(): Promise<number>;
  /** The package manager that the install hint is written for, if it is one we know. */
  packageManager(): Promise<PackageManager | undefined>;
  /** Those of `needs` that are not there, in their order, each once. */
  missingTools(needs: readonly ToolNeed[]): Promise<readonly MissingTool[]>;
  /** Whether commands run as root there, and so need no `sudo` to install packages. */
  isRoot(): Promise<boolean>;
}
