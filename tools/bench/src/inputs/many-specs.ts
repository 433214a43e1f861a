// A workspace with many projects that have an ISO spec, and nothing else.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHAOS, specText } from './specs.js';

/** Writes `count` projects into the folder `projects` of a new workspace. */
export async function writeManySpecs(workspace: string, count: number): Promise<void> {
  const text = specText({ base: '/isos/base.iso', source: '/linux.tar.xz', require: CHAOS });
  for (let number = 0; number < count; number += 1) {
    const folder = join(workspace, 'projects', `chaos-${number}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'minikube-iso.json'), text);
  }
}
