// Probes made up for tests.
import type { Probe } from './probe.js';

export function madeUpProbe(more: Partial<Probe> = {}): Probe {
  return {
    name: 'made-up',
    title: 'it is made up',
    options: ['MADE_UP'],
    script: 'exit 0',
    values: {},
    expectations: [],
    timeoutSeconds: 30,
    ...more,
  };
}
