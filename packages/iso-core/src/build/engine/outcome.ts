// What an engine made of a base: the ISO, and what has to be true of it.
import type { Manifest, ModulesOfOption, RootChanges } from '../../inspect/index.js';

export interface Outcome {
  readonly route: NonNullable<Manifest['route']>;
  /** Why this route, in sentences. */
  readonly reasons: readonly string[];
  /** The ISO, not yet in its place. */
  readonly iso: string;
  /** What the kernel's embedded config must be, to the byte. */
  readonly configText: string;
  /** The digest that the kernel must have. */
  readonly kernelSha256: string;
  readonly configChanges: Manifest['configChanges'];
  readonly excusedChanges: Manifest['excusedChanges'];
  readonly rootChanges: RootChanges;
  readonly foreign: Manifest['modules']['foreign'];
  /** Source and toolchain, where anything was compiled. */
  readonly kernel?: Pick<Manifest['kernel'], 'source' | 'toolchain'>;
  readonly modulesOf: ModulesOfOption;
  /** The path of the kernel source on this machine, for `.build.json`. */
  readonly sourceFolder?: string;
}
