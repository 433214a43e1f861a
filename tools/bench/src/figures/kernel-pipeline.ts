// The whole pipeline of the route `kernel` against the commands that one would type.
import { kernelFlips } from '../measurements/kernel-flips.js';
import { median } from '../measure/median.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'whole pipeline, kernel route, against make and xorriso by hand';

export const kernelPipeline: Figure = {
  names: [name],
  async measure(bench) {
    const sides = await kernelFlips(bench);
    const [ours, peer] = [median(sides.ours), median(sides.peer)];
    return [ratioRow({ name, unit: 's', ours, peer, goal: 1.05 })];
  },
};
