// The whole pipeline of the route `modules` against the commands that one would type.
import { coldModules } from '../measurements/cold-modules.js';
import { median } from '../measure/median.js';
import { ratioRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'whole pipeline, modules route, against make and xorriso by hand';

export const modulesPipeline: Figure = {
  names: [name],
  async measure(bench) {
    const { seconds } = await coldModules(bench);
    const [ours, peer] = [median(seconds.ours), median(seconds.peer)];
    return [ratioRow({ name, unit: 's', ours, peer, goal: 1.05 })];
  },
};
