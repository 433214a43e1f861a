// The tools that minikube's make takes, looked for before hours are spent: Buildroot's own list ("Mandatory
// packages" in its manual), what minikube's own image for building has besides, and those of the gate.
import { checkTools, type ToolNeed } from '../../../host/index.js';
import { kernelToolNeeds, sourcePacker, type KernelConfig } from '../../../kernel/index.js';
import type { IsoLayout } from '../../../minikube/index.js';
import { hostArchitecture } from '../../../runtime/index.js';
import type { BuildContext } from '../../context.js';

/** Without those that every kernel takes. */
const BUILDROOT = [
  ...['bash', 'bzip2', 'cpio', 'diff', 'file', 'find', 'g++', 'gzip'],
  ...['patch', 'python3', 'rsync', 'sed', 'unzip', 'wget', 'which'],
];

/** Of deploy/iso/minikube-iso/Dockerfile: what the packages that Buildroot does not have are made with. */
const MINIKUBE = ['7z', 'automake', 'cmake', 'gpg', 'libtoolize'];

/**
 * Resolves when everything is there to configure the kernel of `defconfig` and to build minikube; rejects
 * with `TOOLS_MISSING`.
 */
export async function checkSourceTools(
  { host, architecture, spec }: Pick<BuildContext, 'host' | 'architecture' | 'spec'>,
  { compilesGo }: Pick<IsoLayout, 'compilesGo'>,
  defconfig: KernelConfig,
): Promise<void> {
  const packer = sourcePacker(spec.kernel.source);
  await checkTools(host, [
    ...kernelToolNeeds(defconfig, architecture, hostArchitecture()),
    ...(packer === undefined ? [] : [{ tool: packer, because: 'the kernel source' }]),
    ...everySourceNeed(),
    ...(compilesGo ? [{ tool: 'go', because: 'minikube’s programs in the ISO' }] : []),
  ]);
}

/** What every minikube takes, whichever kernel it builds. */
export function everySourceNeed(): ToolNeed[] {
  return [
    { tool: 'git', because: 'the sources of minikube' },
    ...BUILDROOT.map((tool) => ({ tool, because: 'Buildroot' })),
    ...MINIKUBE.map((tool) => ({ tool, because: 'minikube’s own packages' })),
  ];
}
