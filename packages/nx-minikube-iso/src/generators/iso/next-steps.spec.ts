import { expect, it } from 'vitest';
import { targetNames } from '../../inference/target-context.js';
import { nextSteps } from './next-steps.js';

it('are to build, to verify and to publish, by the names that the targets have', () => {
  const names = targetNames({ buildTargetName: 'image' });
  const spec = { project: 'chaos', names, command: 'pnpm exec nx' };
  expect(nextSteps({ ...spec, hasBucket: true })).toEqual([
    'pnpm exec nx run chaos:image        builds the ISO',
    'pnpm exec nx run chaos:verify-iso   boots it and measures what it can do',
    'pnpm exec nx run chaos:publish-iso  puts it into the bucket',
  ]);
  expect(nextSteps({ ...spec, hasBucket: false }).at(-1)).toBe(
    'pnpm exec nx run chaos:publish-iso  publishes it: first add "publish.bucket" to the spec',
  );
});
