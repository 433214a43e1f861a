// The route `modules` with nothing there yet but the source's tarball.
import { coldModules } from '../measurements/cold-modules.js';
import { median } from '../measure/median.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'modules route, cold tree';

export const modulesCold: Figure = {
  names: [name],
  async measure(bench) {
    const { seconds } = await coldModules(bench);
    return [absoluteRow({ name, unit: 's', ours: median(seconds.ours), goalAbsolute: 75 })];
  },
};
