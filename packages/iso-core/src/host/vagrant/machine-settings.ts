// What a virtual machine is made of: what the spec says, and otherwise what this computer can give.
import { IsoError } from '../../runtime/index.js';
import type { SpecVagrant } from '../../spec/index.js';

/** What the Vagrantfile reads, and the provider, which is an argument of `vagrant up`. */
export interface MachineSettings {
  readonly box: string;
  readonly cpus: number;
  /** In MiB. */
  readonly memory: number;
  readonly provider?: 'virtualbox' | 'libvirt';
}

export interface Computer {
  readonly cpus: number;
  /** In MiB. */
  readonly memory: number;
}

const BOX = 'bento/debian-12';

/** What linking a kernel with BTF takes, and the system beside it. */
const LEAST_MEMORY = 4096;

/** The settings of a machine on `computer`; throws `HOST_MEMORY_LOW` when that has too little memory. */
export function machineSettings(wish: SpecVagrant, computer: Computer): MachineSettings {
  const { box = BOX, cpus = computer.cpus, provider } = wish;
  return {
    box,
    cpus,
    memory: wish.memory === undefined ? spareMemory(computer) : asked(wish.memory, computer),
    ...(provider === undefined ? {} : { provider }),
  };
}

function spareMemory(computer: Computer): number {
  const memory = Math.floor((computer.memory * 3) / 4);
  if (memory >= LEAST_MEMORY) return memory;
  throw memoryLow(
    `Three quarters of this computer's memory are too little for a build: expected ${LEAST_MEMORY} MiB, found ${memory} MiB`,
    'Set "vagrant.memory" in the spec to try with less, or build on a computer with more memory.',
    { expected: LEAST_MEMORY, found: memory },
  );
}

function asked(memory: number, computer: Computer): number {
  if (memory <= computer.memory) return memory;
  throw memoryLow(
    `"vagrant.memory" is ${memory} MiB: expected at most the ${computer.memory} MiB of this computer`,
    'Lower "vagrant.memory" in the spec, or leave it out for three quarters of what there is.',
    { expected: computer.memory, found: memory },
  );
}

function memoryLow(
  message: string,
  hint: string,
  details: { readonly expected: number; readonly found: number },
): IsoError {
  return new IsoError('HOST_MEMORY_LOW', message, { hint, details });
}
