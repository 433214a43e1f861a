import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHECKS } from './index.js';

const PAGE = new URL('../../../../../docs/reference/checks.md', import.meta.url);

it('lists every check in its order, and no other', () => {
  const rows = readFileSync(PAGE, 'utf8').matchAll(/^\| `([^`]+)`/gm);
  expect([...rows].map(([, name]) => name)).toEqual(Object.values(CHECKS).map(({ name }) => name));
});
