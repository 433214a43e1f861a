import type { ExecutorContext } from '@nx/devkit';
import { expect, it } from 'vitest';
import { assertOwnArchitecture } from './own-architecture.js';

const task = (targetName: string) => ({ targetName, projectName: 'chaos' }) as ExecutorContext;

it('is refused by a task that is named for the other one', () => {
  expect(() => assertOwnArchitecture('amd64', task('build-iso-arm64'))).toThrow(
    expect.objectContaining({
      code: 'OPTIONS_CONFLICT',
      message: 'chaos:build-iso-arm64 is for arm64, found --architecture=amd64',
      hint: 'Run chaos:build-iso-amd64 instead, without --architecture.',
    }),
  );
});

it('is taken by its own task, and by one that is named for none', () => {
  assertOwnArchitecture('arm64', task('build-iso-arm64'));
  assertOwnArchitecture(undefined, task('build-iso-arm64'));
  assertOwnArchitecture('amd64', task('build-iso'));
});
