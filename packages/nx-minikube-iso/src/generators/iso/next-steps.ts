// What to do once the spec is written.
import { columns } from 'iso-core';
import type { TargetNames } from '../../inference/target-context.js';

export interface WrittenSpec {
  readonly project: string;
  readonly names: TargetNames;
  /** What runs Nx: `npx nx`. */
  readonly command: string;
  readonly hasBucket: boolean;
}

/** A line for each step. */
export function nextSteps({ project, names, command, hasBucket }: WrittenSpec): string[] {
  const run = (target: string) => `${command} run ${project}:${target}`;
  return columns([
    [run(names.buildTargetName), 'builds the ISO'],
    [run(names.verifyTargetName), 'boots it and measures what it can do'],
    [
      run(names.publishTargetName),
      hasBucket
        ? 'puts it into the bucket'
        : 'publishes it: first add "publish.bucket" to the spec',
    ],
  ]);
}
