// The machine contract: a system of its own, a container or a virtual machine, in which a whole build runs.
// A build reads and writes a kernel's whole tree between its commands: it runs where that tree is, and what
// goes over the border is a request, what it reads, lines of progress and the finished files.
import type { Progress, Runner } from '../runtime/index.js';

/**
 * What a build reads and writes, as absolute paths of this computer. On a machine each is at the same path,
 * whether it is mounted there or copied.
 */
export interface JobFolders {
  /** Files and folders that are only read. */
  readonly inputs: readonly string[];
  /** Kept for the next build; what is in it need not come back. */
  readonly cache: string;
  /** Empty before the job; what the job leaves in it is there when `run` resolves. */
  readonly output: string;
}

/** A program to run on a machine, and what it takes. */
export interface MachineJob {
  /** A JavaScript file of this computer, which needs nothing but Node.js 20. */
  readonly program: string;
  /** The only line that the program reads; the end of its input after it asks the program to stop. */
  readonly request: string;
  readonly folders: JobFolders;
  /** Called with each line of its standard output. */
  readonly onLine: (line: string) => void;
}

export interface MachineContext {
  /** Runs the commands of the container engine or of Vagrant on this computer. */
  readonly run: Runner;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Where what is known of machines is kept. Default: the job's cache, which may be gone after it. */
  readonly stateFolder?: string;
}

export interface BuildMachine {
  readonly kind: 'container' | 'vagrant';
  /** How messages call it: `a podman container`. */
  readonly name: string;
  /**
   * Makes the machine ready, runs the job in it, brings back what it wrote, and leaves nothing behind but
   * what the next one uses again; that holds as well when it rejects.
   *
   * Rejects with the cancellation of the context's signal, with `COMMAND_FAILED` when the program ended
   * otherwise than with 0, and with errors of the machine's own.
   */
  run(job: MachineJob): Promise<void>;
}
