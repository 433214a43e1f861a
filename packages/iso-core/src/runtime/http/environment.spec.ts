import { createServer, request as httpRequestOf } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startServer } from '../testing/http-server.testing.js';
import { temporaryFolder } from '../testing/temporary-folder.testing.js';
import { makeCertificate } from '../testing/tls.testing.js';
import { fetchText } from './fetch-text.js';

/** A forward proxy: plain requests by absolute address, CONNECT for the rest. */
async function startProxy() {
  const seen: string[] = [];
  const server = createServer((message, response) => {
    seen.push(`${message.method} ${message.url}`);
    const url = new URL(message.url ?? '');
    httpRequestOf(url, (answer) => {
      response.writeHead(answer.statusCode ?? 502);
      answer.pipe(response);
    }).end();
  });
  server.on('connect', (message, socket) => {
    seen.push(`CONNECT ${message.url} ${message.headers['proxy-authorization'] ?? ''}`.trim());
    const [host, port] = (message.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return { url: `http://127.0.0.1:${address.port}`, seen };
}

const fetched = (url: string, env: Record<string, string>) =>
  fetchText([url], { env, retryMilliseconds: [] });

describe('a proxy of the environment', () => {
  it.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])('is used for http by %s', async (name) => {
    const proxy = await startProxy();
    const server = await startServer((_, response) => response.end('text'));
    const { text } = await fetched(`${server.url}/file`, { [name]: proxy.url });
    expect(text).toBe('text');
    expect(proxy.seen).toEqual([`GET ${server.url}/file`]);
  });

  it('may be given without a scheme', async () => {
    const proxy = await startProxy();
    const server = await startServer((_, response) => response.end('text'));
    await fetched(server.url, { http_proxy: proxy.url.replace('http://', '') });
    expect(proxy.seen).toHaveLength(1);
  });

  it('is tunnelled through for https, with its credentials and the extra authorities', async () => {
    const proxy = await startProxy();
    const certificate = makeCertificate();
    const server = await startServer((_, response) => response.end('secret'), certificate);
    const { text } = await fetched(server.url, {
      HTTPS_PROXY: proxy.url.replace('//', '//user:pass@'),
      NODE_EXTRA_CA_CERTS: certificate.file,
    });
    expect(text).toBe('secret');
    const credentials = Buffer.from('user:pass').toString('base64');
    expect(proxy.seen).toEqual([`CONNECT 127.0.0.1:${server.port} Basic ${credentials}`]);
  });

  it('is not used for what NO_PROXY names', async () => {
    const proxy = await startProxy();
    const server = await startServer((_, response) => response.end('text'));
    for (const NO_PROXY of ['127.0.0.1', `example.com, 127.0.0.1:${server.port}`, '*']) {
      await fetched(server.url, { HTTP_PROXY: proxy.url, NO_PROXY });
    }
    expect(proxy.seen).toEqual([]);
  });

  it('is not used when the environment has none', async () => {
    const server = await startServer((_, response) => response.end('text'));
    await expect(fetched(server.url, {})).resolves.toMatchObject({ text: 'text' });
  });

  it('that is no URL is named', async () => {
    const run = fetched('http://127.0.0.1:1', { HTTP_PROXY: 'http://[' });
    await expect(run).rejects.toMatchObject({ code: 'PROXY_INVALID' });
  });
});

describe('certificate authorities', () => {
  it.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])('are added by %s', async (name) => {
    const certificate = makeCertificate();
    const server = await startServer((_, response) => response.end('text'), certificate);
    await expect(fetched(server.url, { [name]: certificate.file })).resolves.toMatchObject({
      text: 'text',
    });
  });

  it('that are not known lead to an error that says how to add them', async () => {
    const certificate = makeCertificate();
    const server = await startServer((_, response) => response.end('text'), certificate);
    await expect(fetched(server.url, {})).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  it('whose file is missing are named', async () => {
    const file = join(temporaryFolder(), 'missing.pem');
    const run = fetched('https://127.0.0.1:1', { NODE_EXTRA_CA_CERTS: file });
    await expect(run).rejects.toMatchObject({ code: 'CA_CERTIFICATES_UNREADABLE' });
  });

  it('do not matter where nothing is encrypted', async () => {
    const server = await startServer((_, response) => response.end('text'));
    const env = { NODE_EXTRA_CA_CERTS: '/no/such/file' };
    await expect(fetched(server.url, env)).resolves.toMatchObject({ text: 'text' });
  });

  it('keep a redirect from leaving https', async () => {
    const certificate = makeCertificate();
    const plain = await startServer((_, response) => response.end('plain'));
    const server = await startServer(
      (_, response) => response.writeHead(302, { location: plain.url }).end(),
      certificate,
    );
    const run = fetched(server.url, { NODE_EXTRA_CA_CERTS: certificate.file });
    await expect(run).rejects.toMatchObject({ message: expect.stringContaining('https to http') });
    expect(plain.requests).toEqual([]);
  });
});

describe('fetchText', () => {
  it('takes the first mirror that answers, and says which', async () => {
    const missing = await startServer((_, response) => response.writeHead(404).end());
    const server = await startServer((_, response) => response.end('ü'));
    const got = await fetchText([missing.url, `${server.url}/sums?x=1`], { env: {} });
    expect(got).toEqual({ text: 'ü', url: `${server.url}/sums` });
  });

  it('takes no more than it is allowed to', async () => {
    const server = await startServer((_, response) => response.end('x'.repeat(100)));
    const run = fetchText([server.url], { env: {}, maxBytes: 99 });
    await expect(run).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
  });
});
