import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from './free-port.js';

it('finds the one port that nothing listens on, and leaves it free', async () => {
  const first = await freePort(20_000, 32_000);
  const server = createServer().listen(first, '127.0.0.1');
  await once(server, 'listening');
  const other = await freePort(first, first + 2);
  server.close();
  expect(other).toBe(first + 1);
  expect(await freePort(other, other + 1)).toBe(other);
});
