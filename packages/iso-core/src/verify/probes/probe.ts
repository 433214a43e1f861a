// A probe: a POSIX shell script that runs in the booted guest and measures an effect of kernel options,
// and what its numbers have to be. Scripts lie in the package's folder probes/.

/** What a script measured: `measure LABEL UNIT AFTER [BEFORE]`. */
export interface Measured {
  readonly label: string;
  readonly unit: string;
  readonly after: number;
  readonly before?: number;
}

/** What a measured number has to be, both ends included. */
export interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Expectation {
  readonly label: string;
  /** The bounds of `after`; they may depend on what was measured `before`. */
  readonly bounds: (before: number | undefined) => Bounds;
}

export interface Probe {
  /** Stable, lower case with hyphens: `netem-delay`. */
  readonly name: string;
  /** What it proves, in a few words. */
  readonly title: string;
  /**
   * The options that it exercises. It runs when every one of them is required: so it fails on exactly
   * the kernels that lack one of them.
   */
  readonly options: readonly string[];
  /** A further option of which any will do, such as NET_CLS_CGROUP or CGROUP_NET_CLASSID. */
  readonly anyOf?: readonly string[];
  /** The script's text. */
  readonly script: string;
  /** Handed over as files: `value NAME` reads one. */
  readonly values: Readonly<Record<string, string>>;
  /** Each of them must have been measured, and be within its bounds. */
  readonly expectations: readonly Expectation[];
  /** How long it may take, in seconds of the guest's. */
  readonly timeoutSeconds: number;
}
