// Two builds from the same inputs, each with a cache folder and an output folder of its own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { coldModules } from '../measurements/cold-modules.js';
import { differingBytes } from '../measure/differing-bytes.js';
import { absoluteRow } from '../report/row.js';
import type { Figure } from './figure.js';

const name = 'two builds in different folders, bytes that differ';

/** What is published of a build. */
const FILES = ['minikube-amd64.iso', 'minikube-amd64.iso.sha256', 'minikube-amd64.manifest.json'];

export const reproducible: Figure = {
  names: [name],
  async measure(bench) {
    const [one = '', other = ''] = (await coldModules(bench)).outputs;
    let ours = 0;
    for (const file of FILES) {
      ours += differingBytes(await readFile(join(one, file)), await readFile(join(other, file)));
    }
    return [absoluteRow({ name, unit: 'bytes', ours, goalAbsolute: 0 })];
  },
};
