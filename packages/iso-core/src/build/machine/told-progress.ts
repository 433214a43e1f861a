// Progress over the border: told in messages there, shown here.
import type { Progress, Step } from '../../runtime/index.js';
import type { WorkerMessage } from './messages.js';

/** Progress that tells each of its steps. */
export function tellingProgress(tell: (message: WorkerMessage) => void): Progress {
  let steps = 0;
  return {
    note: (line) => tell({ kind: 'note', line }),
    step(title) {
      const step = steps;
      steps += 1;
      tell({ kind: 'begin', step, title });
      const end = (kind: 'done' | 'fail') => (detail?: string) =>
        tell({ kind, step, ...(detail === undefined ? {} : { detail }) });
      return {
        update: (update) => tell({ kind: 'update', step, ...update }),
        done: end('done'),
        fail: end('fail'),
      };
    },
  };
}

/** Shows what is told; what a broken connection leaves open is to be ended by `fail`. */
export class ToldProgress {
  readonly #open = new Map<number, Step>();

  constructor(private readonly progress: Progress) {}

  take(message: WorkerMessage): void {
    switch (message.kind) {
      case 'note':
        this.progress.note(message.line);
        break;
      case 'begin':
        this.#open.set(message.step, this.progress.step(message.title));
        break;
      case 'update':
        this.#open.get(message.step)?.update(message);
        break;
      case 'done':
      case 'fail':
        this.#open.get(message.step)?.[message.kind](message.detail);
        this.#open.delete(message.step);
        break;
      case 'built':
      case 'refused':
    }
  }

  fail(): void {
    for (const step of this.#open.values()) step.fail();
    this.#open.clear();
  }
}
