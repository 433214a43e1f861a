// The ISO spec as the rest of the core reads it: checked, complete, with every default applied.
import type { Architecture } from '../runtime/index.js';
import type { PathOption } from './path-options.js';
import type { OptionWish } from './requirement.js';

export interface IsoSpec {
  readonly base: SpecBase;
  /** Not empty, each once. */
  readonly architectures: readonly Architecture[];
  readonly kernel: SpecKernel;
  readonly engine: 'remaster' | 'source';
  readonly host: HostKind;
  readonly container: SpecContainer;
  readonly vagrant: SpecVagrant;
  readonly mirrors: SpecMirrors;
  readonly output: SpecOutput;
  readonly verify: SpecVerify;
  readonly publish: SpecPublish;
  readonly bump: SpecBump;
}

/** Where an engine's commands run; `auto` is what this computer has the means for. */
export type HostKind = (typeof HOSTS)[number];

export const HOSTS = ['auto', 'local', 'container', 'vagrant'] as const;

export interface SpecContainer {
  /** Default: the one that answers. */
  readonly engine?: 'docker' | 'podman';
  /** Default: the engine's own. */
  readonly network?: string;
  /** What the builder's image is made from. */
  readonly baseImage?: string;
}

export interface SpecVagrant {
  readonly box?: string;
  /** Default: Vagrant's own choice. */
  readonly provider?: 'virtualbox' | 'libvirt';
  /** Default: all of this computer's. */
  readonly cpus?: number;
  /** In MiB. Default: three quarters of this computer's. */
  readonly memory?: number;
  /** Whether the machine stays, halted, for the next build. */
  readonly keepMachine: boolean;
}

/**
 * What a build starts from: the official ISO of a minikube release (`1.38.1`, no `v`), an ISO for each
 * architecture, or minikube's sources.
 */
export type SpecBase =
  | { readonly kind: 'release'; readonly version: string }
  | { readonly kind: 'iso'; readonly isos: Readonly<Partial<Record<Architecture, FileOrigin>>> }
  | ({ readonly kind: 'source' } & SpecSource);

/** What the engine `source` builds. */
export interface SpecSource {
  /** A release (`1.38.1`, no `v`), or a commit by at least seven digits. */
  readonly version: string;
  /** The URL of the repository. */
  readonly repository: string;
  /** Whether a commit that no release contains will do. */
  readonly allowUnreleased: boolean;
  /** GB (1000³ bytes) that a build wants free before it begins. */
  readonly freeSpace: number;
}

/**
 * A file, or for a kernel's source also a folder; the digest it must have (lower-case hex), and the Nx
 * task that makes it (`lab:base-iso`).
 */
export type FileOrigin = (
  { readonly kind: 'path'; readonly path: string } | { readonly kind: 'url'; readonly url: string }
) & { readonly sha256?: string; readonly producedBy?: string };

export interface SpecKernel {
  readonly require: readonly RequiredItem[];
  /** Default: the release's tarball from kernel.org. */
  readonly source?: FileOrigin;
  readonly compiler: {
    /** What is put before the compiler; `none` for nothing. Default: ccache where present. */
    readonly launcher?: CompilerLauncher | 'none';
    /** How many commands make runs at once. Default: one for each processor. */
    readonly jobs?: number;
  };
  /** What becomes of base modules that the source does not produce; an undecided one is an error. */
  readonly foreignModules?: ForeignModuleChoice | Readonly<Record<string, ForeignModuleChoice>>;
  /** Options that name a file of the machine that built the base, and are to name none. */
  readonly override: Readonly<Partial<Record<PathOption, null>>>;
}

/** One item of `kernel.require`, in the spec's order. */
export type RequiredItem =
  | { readonly kind: 'preset'; readonly preset: string }
  | ({ readonly kind: 'option' } & OptionWish)
  | { readonly kind: 'anyOf'; readonly alternatives: readonly OptionWish[] };

/** Programs put before the compiler that reach beyond the build: other machines, or a server. */
export const REACHING_LAUNCHERS = ['distcc', 'icecc', 'sccache'] as const;

/** Programs put before the compiler: to keep what was compiled, or to have other machines compile. */
export const LAUNCHERS = ['ccache', ...REACHING_LAUNCHERS] as const;

export type CompilerLauncher = (typeof LAUNCHERS)[number];

/** Whether `name` is that of a launcher that reaches beyond the build. */
export function isReachingLauncher(name: unknown): name is (typeof REACHING_LAUNCHERS)[number] {
  return REACHING_LAUNCHERS.some((launcher) => launcher === name);
}

export type ForeignModuleChoice = 'keep' | 'drop';

/** Base URLs that replace the public ones, in the order to try; without a final `/`. */
export interface SpecMirrors {
  readonly iso?: readonly string[];
  readonly kernel?: readonly string[];
}

export interface SpecOutput {
  /** What published files are called before `-<arch>.iso`. */
  readonly name: string;
}

export interface SpecVerify {
  /** Whether the ISO is booted; without, the verdict is at best incomplete. */
  readonly boot: boolean;
  /** The source of a regular expression that a line of the console matches when the boot has come up. */
  readonly pattern?: string;
  /** How long one boot may take, in seconds. */
  readonly timeout?: number;
  /** Of the machine, in MiB. */
  readonly memory?: number;
  /** All probes that the requirements call for, none, or only those named. */
  readonly probes: boolean | readonly string[];
  /** Probes of the spec's own. */
  readonly scripts: readonly SpecScript[];
}

export interface SpecPublish {
  readonly bucket?: string;
  /** The folder in the bucket, without slashes around it; empty for none. */
  readonly prefix: string;
  /** Default: that of the environment or profile. */
  readonly region?: string;
  /** The URL of an S3-compatible server in place of AWS. */
  readonly endpoint?: string;
  /** Where the bucket is read from: keys are appended to it. */
  readonly publicUrl?: string;
  /** The canned ACL of what is uploaded. */
  readonly acl?: CannedAcl;
  /** What the ISO is called: ends in `.iso`. */
  readonly name?: string;
}

/** The ACLs that S3 knows by name. */
export const CANNED_ACLS = [
  'private',
  'public-read',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const;

export type CannedAcl = (typeof CANNED_ACLS)[number];

export interface SpecBump {
  /** The Makefile whose ISO URL is rewritten. */
  readonly makefile?: string;
  /** Globs of further files that name the ISO. */
  readonly also: readonly string[];
}

export interface SpecScript {
  readonly name: string;
  /** A POSIX shell script. */
  readonly path: string;
  readonly title?: string;
  /** Seconds. */
  readonly timeout?: number;
  /** What `after` of each measurement has to be, by its label. */
  readonly expect: Readonly<
    Record<string, { readonly atLeast?: number; readonly atMost?: number }>
  >;
}

/** What the spec says of a base module that its kernel's source does not produce. */
export function foreignModuleChoice(
  spec: IsoSpec,
  moduleName: string,
): ForeignModuleChoice | undefined {
  const choice = spec.kernel.foreignModules;
  if (choice === undefined || typeof choice === 'string') return choice;
  const name = canonicalModuleName(moduleName);
  return Object.hasOwn(choice, name) ? choice[name] : undefined;
}

/** Module names are the same with `-` and `_`; the kernel itself says `_`. */
export function canonicalModuleName(name: string): string {
  return name.replaceAll('-', '_');
}
