// The base ISOs that the lab makes. Variants of one kernel differ in their initrd alone.
import type { Architecture } from 'iso-core';

/** A kernel of the lab: an architecture and the fragments of config/ that it is made from, in order. */
export interface LabKernel {
  readonly name: string;
  readonly architecture: Architecture;
  readonly fragments: readonly string[];
}

export interface Variant {
  /** The name of its folder in dist/tools/lab and of its target, `base-iso-<name>`. */
  readonly name: string;
  readonly kernel: LabKernel;
  /** Whether the modules folder holds the kernel's Module.symvers, as in minikube since v1.26. */
  readonly symvers: boolean;
  /** Whether a module from outside the kernel's tree is installed, as VirtualBox's once were. */
  readonly foreignModule: boolean;
}

const amd64: LabKernel = {
  name: 'amd64',
  architecture: 'amd64',
  fragments: ['machine', 'chaos', 'amd64'],
};

/** As minikube's since v1.26. */
const amd64WithModversions: LabKernel = {
  name: 'amd64-modversions',
  architecture: 'amd64',
  fragments: [...amd64.fragments, 'modversions'],
};

const arm64: LabKernel = {
  name: 'arm64',
  architecture: 'arm64',
  fragments: ['machine', 'chaos', 'arm64'],
};

/** Every variant, by name. The plain `amd64` and `arm64` are what examples and most tests use. */
export const VARIANTS: readonly Variant[] = [
  { name: 'amd64', kernel: amd64, symvers: false, foreignModule: false },
  { name: 'amd64-foreign', kernel: amd64, symvers: false, foreignModule: true },
  {
    name: 'amd64-modversions',
    kernel: amd64WithModversions,
    symvers: true,
    foreignModule: false,
  },
  {
    name: 'amd64-modversions-foreign',
    kernel: amd64WithModversions,
    symvers: true,
    foreignModule: true,
  },
  {
    name: 'amd64-modversions-without-symvers',
    kernel: amd64WithModversions,
    symvers: false,
    foreignModule: false,
  },
  { name: 'arm64', kernel: arm64, symvers: true, foreignModule: false },
  { name: 'arm64-without-symvers', kernel: arm64, symvers: false, foreignModule: false },
];
