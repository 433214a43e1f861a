// Emulation unless KVM is proven: a /dev/kvm that can be opened may still hang or run nothing.
import { open } from 'node:fs/promises';
import { hostArchitecture, type Architecture, type Runner } from '../../runtime/index.js';
import { consoleOf, type Accelerator } from './machine.js';
import { runMachine } from './run-machine.js';

export type AcceleratorWish = 'auto' | Accelerator;

export interface ChooseAcceleratorOptions {
  /** Default: `auto`. */
  readonly wish?: AcceleratorWish;
  readonly architecture: Architecture;
  /** The path of the ISO's own kernel; called only if there is a KVM to try it on. */
  readonly kernel: () => Promise<string>;
  readonly signal?: AbortSignal;
  readonly run?: Runner;
  /** What this computer is; for tests. */
  readonly here?: { readonly architecture: Architecture | undefined; readonly device: string };
}

export interface ChosenAccelerator {
  readonly accelerator: Accelerator;
  /** Why, as a clause: `/dev/kvm cannot be opened`. */
  readonly because: string;
}

/** A kernel says its first word within a fraction of a second. */
const PROOF_MILLISECONDS = 3_000;
const PROOF_MEMORY_MIB = 512;
const KERNEL_SPEAKS = /Linux version \d/;

/**
 * The accelerator for machines of an architecture: what is wished for, or with `auto` KVM only if the ISO's
 * own kernel was seen to start with it.
 * Errors: those of `kernel` and of starting QEMU; `CANCELLED`.
 */
export async function chooseAccelerator(
  options: ChooseAcceleratorOptions,
): Promise<ChosenAccelerator> {
  const { wish = 'auto', architecture } = options;
  if (wish !== 'auto') return { accelerator: wish, because: 'it was asked for' };
  const { device, ...here } = options.here ?? {
    architecture: hostArchitecture(),
    device: '/dev/kvm',
  };
  if (here.architecture !== architecture) return tcg(`this computer is not of ${architecture}`);
  if (!(await canOpen(device))) return tcg(`${device} cannot be opened`);
  return (await proveKvm(options))
    ? { accelerator: 'kvm', because: 'the kernel starts with KVM' }
    : tcg('the kernel does not start with KVM');
}

function tcg(because: string): ChosenAccelerator {
  return { accelerator: 'tcg', because };
}

async function canOpen(device: string): Promise<boolean> {
  try {
    await (await open(device, 'r+')).close();
    return true;
  } catch {
    return false;
  }
}

async function proveKvm(options: ChooseAcceleratorOptions): Promise<boolean> {
  const { architecture, kernel, signal, run } = options;
  const { end } = await runMachine(
    {
      architecture,
      accelerator: 'kvm',
      memoryMiB: PROOF_MEMORY_MIB,
      boot: {
        kernel: await kernel(),
        commandLine: `console=${consoleOf(architecture)} loglevel=7 panic=-1`,
      },
    },
    {
      timeoutMs: PROOF_MILLISECONDS,
      watcher: { line: ({ text }) => (KERNEL_SPEAKS.test(text) ? 'stop' : undefined) },
      ...(signal === undefined ? {} : { signal }),
      ...(run === undefined ? {} : { run }),
    },
  );
  return end.by === 'watcher';
}
