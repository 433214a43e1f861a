import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Fault } from './fault.js';
import { startFaultProxy } from './fault-proxy.js';
import { ask, startProxyBefore, startTarget } from './target.testing.js';

const ETAG = '"5d41402abc4b2a76b9719d911017c592"';

/** Answers with the body that it got. */
const echo = (request: IncomingMessage, response: ServerResponse) => {
  response.setHeader('etag', ETAG);
  request.pipe(response);
};

const put = (body: string) => ({ method: 'PUT', body });

const textOf = (bytes: number) => randomBytes(bytes / 2).toString('hex');

describe('a proxy without rules', () => {
  it('passes a request on as the client sent it', async () => {
    const requests: IncomingMessage[] = [];
    const proxy = await startProxyBefore((request, response) => {
      requests.push(request);
      response.end();
    });
    const headers = { host: 'bucket.example:81', authorization: 'AWS4 x', 'x-amz-meta-a': 'b' };
    await ask(`${proxy.endpoint}/b/a%20b?uploads=&x=%2F`, { method: 'POST', headers });
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: '/b/a%20b?uploads=&x=%2F',
      headers: { ...headers, 'content-length': '0' },
    });
  });

  it('keeps to itself what is about a connection', async () => {
    const proxy = await startProxyBefore((request, response) => {
      response.setHeader('keep-alive', 'timeout=7').end(request.headers['keep-alive']);
    });
    const answer = await ask(proxy.endpoint, { headers: { 'keep-alive': 'timeout=7' } });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer).not.toMatchObject({ headers: { 'keep-alive': 'timeout=7' } });
  });

  it('passes the answer back', async () => {
    const proxy = await startProxyBefore((_request, response) => {
      response.writeHead(412, 'Precondition Failed', { etag: ETAG, 'x-amz-id-2': 'i' });
      response.end('<Error/>');
    });
    expect(await ask(proxy.endpoint)).toEqual({
      status: 412,
      headers: expect.objectContaining({ etag: ETAG, 'x-amz-id-2': 'i' }),
      body: '<Error/>',
    });
  });

  it('answers HEAD with the length of what is there', async () => {
    const proxy = await startProxyBefore((_request, response) => {
      response.writeHead(200, { 'content-length': 1234 }).end();
    });
    const answer = await ask(proxy.endpoint, { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '1234' } });
  });

  it('passes large bodies through, with and without a length', async () => {
    const proxy = await startProxyBefore(echo);
    const body = textOf(5_000_000);
    expect(await ask(proxy.endpoint, put(body))).toMatchObject({ status: 200, body });
    const headers = { 'transfer-encoding': 'chunked' };
    expect(await ask(proxy.endpoint, { ...put(body), headers })).toMatchObject({ body });
  });

  it('hears a client out whose request the target has had enough of', async () => {
    const sockets: Socket[] = [];
    const proxy = await startProxyBefore((request, response) => {
      sockets.push(request.socket.pause());
      response.writeHead(403).end('no');
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let round = 0; round < 2; round++) {
      const answer = await ask(proxy.endpoint, { ...put(textOf(9_000_000)), agent });
      expect(answer).toMatchObject({ status: 403, body: 'no' });
      sockets[round]?.destroy();
    }
    agent.destroy();
  });

  it('leaves the target when the client leaves', async () => {
    let left = false;
    const controller = new AbortController();
    const { signal } = controller;
    const proxy = await startProxyBefore((_request, response) => {
      response.once('close', () => (left = true));
      controller.abort();
    });
    expect(await ask(proxy.endpoint, { signal })).toBe('gave up');
    await expect.poll(() => left).toBe(true);
  });

  it('breaks off what the target breaks off', async () => {
    const proxy = await startProxyBefore((_request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half', () => response.destroy());
    });
    expect(await ask(proxy.endpoint)).toBe('ECONNRESET');
  });

  it('answers 502 when there is no target', async () => {
    const proxy = await startFaultProxy({ target: 'http://127.0.0.1:1' });
    const answer = await ask(proxy.endpoint, put('body'));
    await proxy.stop();
    expect(answer).toMatchObject({ status: 502, body: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('a fault', () => {
  /** A proxy with one rule, and the bodies that got to its target, whole or not. */
  async function proxyWith(fault: Fault) {
    const arrived: { bytes: number; whole: boolean }[] = [];
    const proxy = await startProxyBefore((request, response) => {
      const body = { bytes: 0, whole: false };
      arrived.push(body);
      request.on('data', (piece: Buffer) => (body.bytes += piece.length));
      request.on('end', () => (body.whole = true));
      echo(request, response);
    });
    proxy.faults = [{ fault }];
    return { proxy, arrived };
  }

  it('status: the target never sees the request, and the client an error of S3', async () => {
    const { proxy, arrived } = await proxyWith({ kind: 'status', status: 503 });
    const answer = await ask(proxy.endpoint, put(textOf(9_000_000)));
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'content-type': 'application/xml' },
      body: expect.stringContaining('<Code>SlowDown</Code>'),
    });
    expect(arrived).toEqual([]);
  });

  it('status: also for a client that sends everything before it listens', async () => {
    const { proxy } = await proxyWith({ kind: 'status', status: 503 });
    const socket = connect(Number(new URL(proxy.endpoint).port), '127.0.0.1');
    const headers = ['host: a', 'connection: close', 'content-length: 9000000'];
    socket.write(['PUT / HTTP/1.1', ...headers, '', ''].join('\r\n'));
    socket.write(textOf(9_000_000));
    await once(socket, 'drain');
    expect(await text(socket)).toContain('HTTP/1.1 503 ');
  });

  it('status: with the code that the rule names', async () => {
    const fault = { kind: 'status', status: 400, code: 'RequestTimeout' } as const;
    const { proxy } = await proxyWith(fault);
    expect(await ask(proxy.endpoint)).toMatchObject({
      status: 400,
      body: expect.stringContaining('<Code>RequestTimeout</Code>'),
    });
  });

  it('reset: the connection is cut after so many bytes', async () => {
    const { proxy, arrived } = await proxyWith({ kind: 'reset', afterBytes: 300_000 });
    expect(await ask(proxy.endpoint, put(textOf(1_000_000)))).toMatch(/ECONNRESET|EPIPE/);
    expect(arrived).toEqual([{ bytes: expect.any(Number), whole: false }]);
    expect(arrived[0]?.bytes).toBeLessThanOrEqual(300_000);
  });

  it('reset: also of a request without a body', async () => {
    const { proxy, arrived } = await proxyWith({ kind: 'reset', afterBytes: 0 });
    expect(await ask(proxy.endpoint)).toBe('ECONNRESET');
    expect(arrived).toEqual([]);
  });

  it('stall of the request: no more of it is read, for ever', async () => {
    const { proxy, arrived } = await proxyWith({
      kind: 'stall',
      of: 'request',
      afterBytes: 10_000,
    });
    const signal = AbortSignal.timeout(300);
    expect(await ask(proxy.endpoint, { ...put(textOf(9_000_000)), signal })).toBe('gave up');
    expect(arrived).toEqual([{ bytes: 10_000, whole: false }]);
  });

  it('stall of the response: not even its headers are sent, for ever', async () => {
    const { proxy, arrived } = await proxyWith({ kind: 'stall', of: 'response' });
    const signal = AbortSignal.timeout(300);
    expect(await ask(proxy.endpoint, { ...put('body'), signal })).toBe('gave up');
    expect(arrived).toEqual([{ bytes: 4, whole: true }]);
    expect(proxy.log).toMatchObject([{ status: 200 }]);
  });

  it.each(['request', 'response'] as const)('stall of the %s: for a while', async (of) => {
    const { proxy } = await proxyWith({ kind: 'stall', of, afterBytes: 10, ms: 200 });
    const body = textOf(100_000);
    const start = performance.now();
    expect(await ask(proxy.endpoint, put(body))).toMatchObject({ status: 200, body });
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  it('slow: both ways take the time of their bytes', async () => {
    const { proxy } = await proxyWith({ kind: 'slow', bytesPerSecond: 100_000 });
    const body = textOf(20_000);
    const start = performance.now();
    expect(await ask(proxy.endpoint, put(body))).toMatchObject({ status: 200, body });
    // The answer's bytes come as the request's do, here.
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  it('lose-response: it is done, and the client does not hear of it', async () => {
    const { proxy, arrived } = await proxyWith({ kind: 'lose-response' });
    expect(await ask(proxy.endpoint, put(textOf(1_000_000)))).toBe('ECONNRESET');
    expect(arrived).toEqual([{ bytes: 1_000_000, whole: true }]);
    expect(proxy.log).toMatchObject([{ fault: 'lose-response', status: 200 }]);
  });

  it('wrong-etag: all but the ETag is as it was', async () => {
    const { proxy } = await proxyWith({ kind: 'wrong-etag' });
    const answer = await ask(proxy.endpoint, put('body'));
    expect(answer).toMatchObject({ status: 200, body: 'body' });
    expect(answer).toMatchObject({ headers: { etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) } });
    expect(answer).not.toMatchObject({ headers: { etag: ETAG } });
  });
});

describe('the rules', () => {
  it('are set while the proxy runs, and count from then on', async () => {
    const proxy = await startProxyBefore(echo);
    const second = [{ on: { nth: 2 }, fault: { kind: 'status', status: 500 } }] as const;
    const statuses = async () => {
      const answers = [await ask(proxy.endpoint), await ask(proxy.endpoint)];
      return answers.map((answer) => typeof answer === 'object' && answer.status);
    };
    expect(await statuses()).toEqual([200, 200]);
    proxy.faults = second;
    expect(await statuses()).toEqual([200, 500]);
    proxy.faults = proxy.faults;
    expect(await statuses()).toEqual([200, 500]);
  });
});

describe('the log', () => {
  it('says what was done to which request', async () => {
    const proxy = await startProxyBefore((request, response) => {
      void buffer(request).then(() => response.writeHead(204).end());
    });
    const where = (url: URL) => url.pathname === '/b/lost';
    proxy.faults = [{ method: 'PUT', where, fault: { kind: 'reset', afterBytes: 0 } }];
    await ask(`${proxy.endpoint}/b/key?partNumber=1`, put('body'));
    await ask(`${proxy.endpoint}/b/lost`, put('body'));
    expect(proxy.log).toEqual([
      { method: 'PUT', url: '/b/key?partNumber=1', bytes: 4, fault: undefined, status: 204 },
      { method: 'PUT', url: '/b/lost', bytes: 4, fault: 'reset', status: undefined },
    ]);
  });
});

describe('stopping', () => {
  it('cuts what is under way, and nothing listens afterwards', async () => {
    let asked = false;
    const target = await startTarget(() => (asked = true));
    const proxy = await startFaultProxy({ target });
    const answer = ask(proxy.endpoint);
    await expect.poll(() => asked).toBe(true);
    await proxy.stop();
    expect(await answer).toBe('ECONNRESET');
    expect(await ask(proxy.endpoint)).toBe('ECONNREFUSED');
    await proxy.stop();
  });
});
