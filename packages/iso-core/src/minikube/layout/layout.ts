// Where the parts of an ISO are in a tree of minikube's repository. Paths are relative to its root.

export interface IsoLayout {
  /** The target of minikube's make that builds the ISO. */
  readonly makeTarget: string;
  /** The path that it leaves the ISO at. */
  readonly output: string;
  /** The kernel's config, as `make savedefconfig` writes it. */
  readonly linuxDefconfig: string;
  /** Undefined where only Buildroot knows which kernel is the latest for it. */
  readonly kernel?: PinnedKernel;
  /** The version that the ISO carries in its /etc/VERSION; none before v0.17.0. */
  readonly isoVersion?: string;
  /** Whether the ISO has programs of minikube's own, in Go. */
  readonly compilesGo: boolean;
  /** Variables that the Makefile would take from the environment. */
  readonly fromEnvironment: readonly string[];
}

export interface PinnedKernel {
  /** As it stands there: `6.6.95`, `4.15`. */
  readonly version: string;
  /** As the kernel calls itself: `4.15.0`. */
  readonly release: string;
  /** The file that says so. */
  readonly pinnedIn: string;
}

/** A tree of minikube's repository, checked out or not. */
export interface MinikubeTree {
  /** How messages call it: `minikube v1.9.2`. */
  readonly name: string;
  /** Paths relative to its root, with `/`: at least those of the Makefile and below `deploy/iso`. */
  readonly files: ReadonlySet<string>;
  /** The text of one of `files`. */
  readonly read: (path: string) => Promise<string>;
}
