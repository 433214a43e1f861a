// A machine for tests in which a script stands in for QEMU.
import type { Machine } from './machine.js';

export const SOME_MACHINE: Machine = {
  architecture: 'amd64',
  accelerator: 'tcg',
  memoryMiB: 256,
  boot: { kernel: '/x/kernel', commandLine: 'console=ttyS0' },
};
