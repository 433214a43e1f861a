// What a minikube-iso.json says, as the one who writes it sees it. What each key means in full, and what it
// may hold, stands in docs/reference/spec.md; the tasks check the values.

export type Architecture = 'amd64' | 'arm64';

/** Everything that a spec can say; either `minikube` or `base` has to be there. Paths are relative to it. */
export interface SpecOptions {
  /** The minikube release whose official ISO is the base, or whose sources are built: `1.38.1`. */
  readonly minikube?: string;
  /** An ISO to start from for each architecture. */
  readonly base?: { readonly [architecture in Architecture]?: OriginOptions };
  /** Default: `['amd64']`. */
  readonly architectures?: readonly Architecture[];
  readonly kernel?: KernelOptions;
  /** Default: `remaster`. */
  readonly engine?: 'remaster' | 'source';
  /** Which sources of minikube the engine `source` builds. */
  readonly source?: SourceOptions;
  /** Where the engine's commands run. Default: `auto`. */
  readonly host?: 'auto' | 'local' | 'container' | 'vagrant';
  /** How the host `container` runs a build. */
  readonly container?: ContainerOptions;
  /** How the host `vagrant` runs a build. */
  readonly vagrant?: VagrantOptions;
  /** Other places to download from, in the order to try. */
  readonly mirrors?: {
    readonly iso?: string | readonly string[];
    readonly kernel?: string | readonly string[];
  };
  /** What files are called before `-<architecture>.iso`. Default: `minikube`. */
  readonly output?: { readonly name?: string };
  readonly verify?: VerifyOptions;
  readonly publish?: PublishOptions;
  readonly bump?: BumpOptions;
}

export interface SourceOptions {
  /** The URL of a git repository. Default: the official one. */
  readonly repository?: string;
  /** Whether `minikube` may be a commit that no release contains. Default: `false`. */
  readonly allowUnreleased?: boolean;
  /** How many GB a build wants free before it begins. Default: 100. */
  readonly freeSpace?: number;
}

export interface ContainerOptions {
  /** Default: the one that answers. */
  readonly engine?: 'docker' | 'podman';
  /** Default: the engine's own. */
  readonly network?: string;
  /** What the builder's image is made from. */
  readonly baseImage?: string;
}

export interface VagrantOptions {
  readonly box?: string;
  readonly provider?: 'virtualbox' | 'libvirt';
  /** Default: all of this computer's. */
  readonly cpus?: number;
  /** In MiB. Default: three quarters of this computer's. */
  readonly memory?: number;
  /** Whether the machine stays, halted, for the next build. Default: `false`. */
  readonly keepMachine?: boolean;
}

/** Either `path` or `url` has to be there. */
export interface OriginOptions {
  readonly path?: string;
  readonly url?: string;
  /** The digest that the file must have. */
  readonly sha256?: string;
  /** The Nx task that makes the file: `lab:base-iso`. */
  readonly producedBy?: string;
}

export interface KernelOptions {
  /** Presets (`chaos-controller`), options (`BLK_DEV_THROTTLING`), options with values, any of several. */
  readonly require?: readonly (Wish | { readonly anyOf: readonly Wish[] })[];
  /** Default: the release's tarball from kernel.org. */
  readonly source?: OriginOptions;
  readonly compiler?: {
    readonly launcher?: 'ccache' | 'distcc' | 'icecc' | 'sccache' | 'none';
    readonly jobs?: number;
  };
  /** What becomes of the base's modules that the source does not produce. */
  readonly foreignModules?: ForeignModules | { readonly [moduleName: string]: ForeignModules };
  /** Options that name a file of the machine that built the base, and are to name none. */
  readonly override?: { readonly [option: string]: null };
}

type Value = string | number;
type Wish = string | { readonly option: string; readonly value: Value | readonly Value[] };
type ForeignModules = 'keep' | 'drop';

export interface VerifyOptions {
  /** Default: `true`. */
  readonly boot?: boolean;
  /** The boot has come up when a line of the serial console matches it. */
  readonly pattern?: string;
  /** Of one boot, in seconds. */
  readonly timeout?: number;
  /** Of the machine, in MiB. */
  readonly memory?: number;
  /** All that the requirements call for, none, or only these. Default: `true`. */
  readonly probes?: boolean | readonly string[];
  /** Probes of your own. */
  readonly scripts?: readonly ScriptOptions[];
}

export interface ScriptOptions {
  readonly name: string;
  /** A POSIX shell script. */
  readonly path: string;
  readonly title?: string;
  /** Seconds. */
  readonly timeout?: number;
  /** What each number that it measures has to be, both ends included. */
  readonly expect: {
    readonly [label: string]: { readonly atLeast?: number; readonly atMost?: number };
  };
}

export interface PublishOptions {
  readonly bucket?: string;
  /** The folder in the bucket. Default: `minikube`. */
  readonly prefix?: string;
  readonly region?: string;
  /** An S3-compatible server in place of AWS. */
  readonly endpoint?: string;
  /** Where the bucket is read from: keys are appended to it. */
  readonly publicUrl?: string;
  /** The canned ACL of what is uploaded. */
  readonly acl?: string;
  readonly name?: string;
}

export interface BumpOptions {
  /** The Makefile whose ISO URL is rewritten. */
  readonly makefile?: string;
  /** Globs of further files that name the ISO: `.projenrc.ts`. */
  readonly also?: readonly string[];
}
