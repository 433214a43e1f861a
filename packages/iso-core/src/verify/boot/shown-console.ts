// Whether a boot through the ISO's own boot loader can be seen at all: its command line has to send the
// kernel's console to a port of the machine.
import type { BootLayout, BootLoader } from '../../image/index.js';
import { consoleOf } from '../machine/index.js';

export interface ConsoleChoice {
  /** Whether the machine shows what the kernel prints. */
  readonly isShown: boolean;
  /** Whether that needs a virtio console. */
  readonly isVirtio: boolean;
  /** The command line that says so, and where it stands. */
  readonly commandLine: string;
  readonly configPath: string;
}

/** The boot loader that minikube's hypervisors come to: by BIOS on amd64, by UEFI on arm64. */
export function loaderOf({ architecture, loaders }: BootLayout): BootLoader | undefined {
  const firmware = architecture === 'amd64' ? 'bios' : 'efi';
  return loaders.find((loader) => loader.firmware === firmware);
}

/** Where a kernel with that loader's command line puts its console. */
export function consoleChoice(
  architecture: BootLayout['architecture'],
  { commandLine, configPath }: Pick<BootLoader, 'commandLine' | 'configPath'>,
): ConsoleChoice {
  const named = [...commandLine.matchAll(/(?:^|\s)console=([^\s,]*)/g)].map(([, name]) => name);
  const isVirtio = named.includes('hvc0');
  const isSerial = named.includes(consoleOf(architecture));
  // Where nothing is named, an arm64 kernel takes the port that the device tree names: this one.
  const isDefault = architecture === 'arm64' && named.length === 0;
  return { isShown: isSerial || isVirtio || isDefault, isVirtio, commandLine, configPath };
}
