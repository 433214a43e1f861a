// A probe: a POSIX shell script that runs in the booted guest and measures an effect of kernel options,
// and what its numbers have to be. Scripts lie in the package's folder probes/.

/** What a script measured: `measure LABEL UNIT AFTER [BEFORE]`. */
export interface Measured {
  readonly label: string;
  readonly unit: string;
  readonly after: number;
  /** Without what the probe sets up. */
  readonly before?: number;
}

/** A number, or one that follows from what was measured before: `timesBefore` × before + `plus`. */
export type Limit = number | { readonly timesBefore: number; readonly plus: number };

/** What `after` of a measurement has to be, both ends included. */
export interface Expectation {
  readonly label: string;
  readonly atLeast?: Limit;
  readonly atMost?: Limit;
}

export interface Probe {
  /** Stable, lower case with hyphens: `netem-delay`. */
  readonly name: string;
  /** What it proves, in a few words. */
  readonly title: string;
  /**
   * It runs when the first one is required and every other is required or there: so it fails on exactly
   * the kernels that lack a required one.
   */
  readonly options: readonly string[];
  /** A further option of which any will do, such as NET_CLS_CGROUP or CGROUP_NET_CLASSID. */
  readonly anyOf?: readonly string[];
  /** Options without which those cannot hold: exercised as well, required or not. */
  readonly implied?: readonly string[];
  /** The script's text. */
  readonly script: string;
  /** Handed over as files: `value NAME` reads one. */
  readonly values: Readonly<Record<string, string>>;
  /** Each of them must have been measured, and be within its bounds; a label may have several. */
  readonly expectations: readonly Expectation[];
  /** How long it may take, in seconds of the guest's. */
  readonly timeoutSeconds: number;
}

/** What became of a probe's script, as the console told it. */
export interface ProbeRun {
  readonly measured: readonly Measured[];
  /** Why it could not measure anything. */
  readonly unable?: string;
  /** What the kernel has not got. */
  readonly refused?: string;
  /** Absent when nothing more was heard of it, as when the guest ended. */
  readonly exitCode?: number;
  /** The last lines that it printed. */
  readonly output: readonly string[];
  /** From its beginning to its end. */
  readonly seconds?: number;
}

/** The exit code by which the driver tells that it ended a probe that took too long. */
export const LATE = 124;

/** The exit codes by which a shell tells that a program cannot be started, or is not there. */
export const NOT_STARTED: readonly number[] = [126, 127];
