// A server that answers as S3's API reference says ("Error responses", and each action's own page), and a
// store that asks it.
import type { RequestListener } from 'node:http';
import { vi } from 'vitest';
import { startServer } from '../../runtime/testing/http-server.testing.js';
import type { ObjectStore } from './object-store.js';
import { openS3Store, type S3StoreOptions } from './s3-store.js';

export interface S3Answer {
  /** Of a refusal, for the names of tests. */
  readonly code?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer that S3 refuses a request with; `elements` are those that only this error has. */
export function refusal(
  status: number,
  code: string,
  elements: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): S3Answer {
  const all = {
    Code: code,
    Message: `S3 says: ${code}.`,
    ...elements,
    RequestId: '4442587FB7D0A2F9',
  };
  return { code, status, headers, body: xml('Error', all) };
}

/** A document with one level of elements, or with what they hold given as XML. */
export function xml(root: string, elements: Readonly<Record<string, string>>): string {
  const inner = Object.entries(elements).map(([name, text]) => `<${name}>${text}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${inner.join('')}</${root}>`;
}

export interface AskedRequest {
  /** `PUT /isos/key?partNumber=1`, without what the SDK adds for S3's logs. */
  readonly line: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface AskedStore {
  readonly store: ObjectStore;
  readonly asked: readonly AskedRequest[];
}

/** A store on a server that gives these answers, one after another; the last one it gives for ever. */
export async function s3Answering(
  answers: readonly S3Answer[],
  more: Partial<S3StoreOptions> = {},
): Promise<AskedStore> {
  const asked: AskedRequest[] = [];
  const listener: RequestListener = (request, response) => {
    const { method = '', url = '', headers } = request;
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      const line = `${method} ${url.replace(/[?&]x-id=\w+/, '')}`;
      asked.push({ line, headers, body: Buffer.concat(pieces).toString('utf8') });
      response.writeHead(answer?.status ?? 500, {
        'content-type': 'application/xml',
        'x-amz-request-id': '4442587FB7D0A2F9',
        ...answer?.headers,
      });
      // An answer to HEAD has no body (RFC 9110 §9.3.2).
      response.end(method === 'HEAD' ? undefined : answer?.body);
    });
  };
  const { url } = await startServer(listener);
  return { store: storeAt(url, more), asked };
}

/** A store at an endpoint; its requests are made twice at most. */
export function storeAt(endpoint: string, more: Partial<S3StoreOptions> = {}): ObjectStore {
  return openS3Store({
    bucket: { name: 'isos', region: 'us-east-1', endpoint },
    env: {},
    signal: new AbortController().signal,
    attempts: 2,
    ...more,
  });
}

/** The environment, of which the SDK reads its credentials: those of a key, or none anywhere. */
export function stubCredentials(key: 'a key' | 'none'): void {
  const value = key === 'none' ? undefined : 'key';
  vi.stubEnv('AWS_ACCESS_KEY_ID', value);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', value);
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  vi.stubEnv('AWS_PROFILE', undefined);
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
}
