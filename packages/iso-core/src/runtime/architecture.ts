// The processor architectures an ISO can be for. File names, specs and reports use Go's names; the
// kernel's make and folders use the kernel's own.

/** An architecture by Go's name, as in `minikube-amd64.iso`. */
export type Architecture = 'amd64' | 'arm64';

export const ARCHITECTURES: readonly Architecture[] = ['amd64', 'arm64'];

/** Whether `name` is one of Go's names that this project knows. */
export function isArchitecture(name: string): name is Architecture {
  return name === 'amd64' || name === 'arm64';
}

/** The kernel's `ARCH=` for make: `x86_64` or `arm64`. */
export function kernelArch(architecture: Architecture): 'x86_64' | 'arm64' {
  return architecture === 'amd64' ? 'x86_64' : 'arm64';
}

/** The kernel's `SRCARCH`, the folder under `arch/` of a source tree: `x86` or `arm64`. */
export function kernelSourceArch(architecture: Architecture): 'x86' | 'arm64' {
  return architecture === 'amd64' ? 'x86' : 'arm64';
}

/** What `uname -m` prints, also the first part of a GNU triplet: `x86_64` or `aarch64`. */
export function machineName(architecture: Architecture): 'x86_64' | 'aarch64' {
  return architecture === 'amd64' ? 'x86_64' : 'aarch64';
}

/** The architecture of this process, or `undefined` when it is neither of the two. */
export function hostArchitecture(arch: string = process.arch): Architecture | undefined {
  if (arch === 'x64') return 'amd64';
  return arch === 'arm64' ? 'arm64' : undefined;
}
