export type { ConsoleLine } from './console-lines.js';
export { BoundedLines, type LineLimits } from './bounded-lines.js';
export {
  chooseAccelerator,
  type AcceleratorWish,
  type ChooseAcceleratorOptions,
  type ChosenAccelerator,
} from './choose-accelerator.js';
export {
  consoleOf,
  qemuCommand,
  qemuProgram,
  type Accelerator,
  type Machine,
  type MachineBoot,
  type MachineDisk,
} from './machine.js';
export { findMachineTools, type FoundMachineTools, type MachineNeeds } from './machine-tools.js';
export { defaultMemoryMiB, type InitrdSizes } from './memory.js';
export {
  runMachine,
  type MachineEnd,
  type MachineRun,
  type RunMachineOptions,
} from './run-machine.js';
export type { ConsoleWatcher, WatcherWish } from './watcher.js';
