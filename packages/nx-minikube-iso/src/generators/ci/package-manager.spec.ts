import { expect, it } from 'vitest';
import { stepsOf } from './pipelines.testing.js';

it.each([
  ['npm@10.9.0', 'npm ci', 'npx'],
  ['pnpm@10.0.0', 'pnpm install --frozen-lockfile', 'pnpm exec'],
  ['yarn@1.22.22', 'yarn install --frozen-lockfile', 'yarn'],
  ['yarn@4.5.0', 'yarn install --immutable', 'yarn'],
  ['bun@1.2.0', 'bun install --frozen-lockfile', 'bun'],
])('installs what the lock file says, with %s', (packageManager, install, exec) => {
  expect(stepsOf(packageManager)).toMatchObject({ install, exec });
});

it('sets up what Node.js does not bring', () => {
  expect(stepsOf('npm@10.9.0').setUp).toEqual([]);
  expect(stepsOf('pnpm@10.0.0').setUp).toEqual([
    'npm install --global corepack',
    'corepack enable',
  ]);
  expect(stepsOf('bun@1.2.0').setUp).toEqual(['npm install --global bun']);
});

it('has corepack write nothing into package.json, which would be taken for part of the bump', () => {
  expect(stepsOf('yarn@4.5.0').env).toEqual({ COREPACK_ENABLE_AUTO_PIN: '0' });
});
