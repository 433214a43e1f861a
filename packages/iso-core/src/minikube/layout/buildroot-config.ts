// What of Buildroot's config for an ISO tells where the rest of the tree is.
import type { Architecture } from '../../runtime/index.js';

/** Where minikube's own part of Buildroot is, which Buildroot calls BR2_EXTERNAL. */
export const BUILDROOT_EXTERNAL = 'deploy/iso/minikube-iso';

export interface BuildrootConfig {
  /** Undefined when it is for none that we know. */
  readonly architecture?: Architecture;
  /** The path of the linux defconfig in the tree. */
  readonly linuxDefconfig?: string;
  /** Undefined when Buildroot takes the kernel that is the latest for it. */
  readonly kernelVersion?: string;
}

const EXTERNAL = /^\$\((?:BR2_EXTERNAL|BR2_EXTERNAL_MINIKUBE_PATH)\)\//;

/** Reads the text of a `configs/*_defconfig`; as for Kconfig, the last value of a symbol counts. */
export function readBuildrootConfig(text: string): BuildrootConfig {
  const values = new Map<string, string>();
  for (const [, symbol = '', value = ''] of text.matchAll(/^(BR2_\w+)=(.*?)\s*$/gm)) {
    values.set(symbol, value.replace(/^"(.*)"$/, '$1'));
  }
  const architecture = architectureOf(values);
  const custom = values.get('BR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE');
  const version = values.get('BR2_LINUX_KERNEL_CUSTOM_VERSION_VALUE');
  const isPinned = values.get('BR2_LINUX_KERNEL_CUSTOM_VERSION') === 'y' && version !== undefined;
  return {
    ...(architecture === undefined ? {} : { architecture }),
    ...(custom === undefined
      ? {}
      : { linuxDefconfig: custom.replace(EXTERNAL, `${BUILDROOT_EXTERNAL}/`) }),
    ...(isPinned ? { kernelVersion: version } : {}),
  };
}

function architectureOf(values: ReadonlyMap<string, string>): Architecture | undefined {
  if (values.get('BR2_x86_64') === 'y') return 'amd64';
  return values.get('BR2_aarch64') === 'y' ? 'arm64' : undefined;
}
