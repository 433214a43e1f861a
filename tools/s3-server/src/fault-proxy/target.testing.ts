// A small server for the proxy to stand before, and a client that tells what became of its request.
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemCode } from 'iso-core';
import { onTestFinished } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Starts a server on a free port that ends with the test; returns where it is. */
export async function startTarget(handler: Handler): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy before such a server, which ends with the test. */
export async function startProxyBefore(handler: Handler): Promise<FaultProxy> {
  const proxy = await startFaultProxy({ target: await startTarget(handler) });
  onTestFinished(() => proxy.stop());
  return proxy;
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Sends a request; resolves with the answer, or with the code of the error that came instead, or with
 * `gave up` when that is what its signal made it do.
 */
export async function ask(
  url: string,
  { body, ...options }: RequestOptions & { readonly body?: string } = {},
): Promise<Answer | string | undefined> {
  const request = httpRequest(url, { agent: false, ...options }).end(body);
  try {
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  } catch (error) {
    return options.signal?.aborted === true ? 'gave up' : systemCode(error);
  } finally {
    request.on('error', () => undefined);
  }
}
