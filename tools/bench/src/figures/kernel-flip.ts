// The route `kernel` in an object tree that was compiled in before.
import { kernelFlips } from '../measurements/kernel-flips.js';
import { median } from '../measure/median.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'kernel route, flip in a warm tree';

export const kernelFlip: Figure = {
  names: [name],
  async measure(bench) {
    const { ours } = await kernelFlips(bench);
    return [absoluteRow({ name, unit: 's', ours: median(ours), goalAbsolute: 60 })];
  },
};
