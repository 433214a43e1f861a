// A port for a server that has to be told its own before it starts.
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemCode } from 'iso-core';

/**
 * A port of 127.0.0.1, from `first` up to `end`, that nothing listens on. Stay below 32768: from there on
 * Linux takes the ports of outgoing connections, and one of those could get in before the server does.
 */
export async function freePort(first: number, end: number): Promise<number> {
  for (;;) {
    const port = randomInt(first, end);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (systemCode(error) === 'EADDRINUSE') return false;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return true;
}
