// What S3 refuses a request with, and no answer at all: each is one line that says what happened, and the
// next step.
import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatError, sha256 } from '../../runtime/index.js';
import { startServer } from '../../runtime/testing/http-server.testing.js';
import type { ObjectStore } from './object-store.js';
import { openS3Store } from './s3-store.js';
import {
  refusal,
  s3Answering,
  storeAt,
  stubCredentials,
  type S3Answer,
} from './s3-answers.testing.js';

const KEY = 'minikube/a.iso';
const BYTES = Buffer.from('part');
const sendPart = (store: ObjectStore) =>
  store.uploadPart(KEY, 'id', { number: 1, bytes: BYTES, sha256: sha256(BYTES) });

/** What a person reads. */
async function told(asking: Promise<unknown>): Promise<string> {
  return asking.then(
    () => 'nothing',
    (error: unknown) => formatError(error),
  );
}

beforeEach(() => stubCredentials('a key'));
afterEach(() => vi.unstubAllEnvs());

describe('what S3 refuses a part with', () => {
  const inIreland = { 'x-amz-bucket-region': 'eu-west-1' };
  const ireland = [
    'BUCKET_REGION_WRONG: s3://isos is in the region eu-west-1',
    '  hint: Set "publish": { "region": "eu-west-1" } in the spec, or run with --region=eu-west-1.',
  ];
  const expired = [
    'CREDENTIALS_EXPIRED: The credentials for the object store have expired',
    '  hint: Log in again (aws sso login), or get a new session token.',
  ];
  const refused = (code: string) => [
    `CREDENTIALS_REFUSED: The object store does not accept the credentials (${code})`,
    '  hint: Check which profile or keys are in use: aws sts get-caller-identity.',
  ];
  const corrupted = (code: string) => [
    `UPLOAD_CORRUPTED: s3://isos/${KEY}: what arrived at the object store is not what was sent (${code})`,
    '  hint: Nothing was made of it. Publish again; if it stays so, look for what changes requests on their way, such as a proxy.',
  ];
  const mismatch = {
    ClientComputedContentSHA256: sha256(BYTES),
    S3ComputedContentSHA256: sha256('other'),
  };

  const refusals: readonly (readonly [S3Answer, readonly string[]])[] = [
    [refusal(400, 'ExpiredToken'), expired],
    [refusal(403, 'InvalidAccessKeyId'), refused('InvalidAccessKeyId')],
    [refusal(403, 'SignatureDoesNotMatch'), refused('SignatureDoesNotMatch')],
    [refusal(301, 'PermanentRedirect', { Bucket: 'isos' }, inIreland), ireland],
    [refusal(400, 'AuthorizationHeaderMalformed', { Region: 'eu-west-1' }), ireland],
    [
      refusal(403, 'AccessDenied'),
      [
        `STORE_ACCESS_DENIED: s3://isos/${KEY}: the object store does not allow s3:PutObject`,
        '  hint: Ask the bucket’s owner for s3:PutObject.',
      ],
    ],
    [
      refusal(404, 'NoSuchBucket', { BucketName: 'isos' }),
      [
        'BUCKET_NOT_FOUND: s3://isos: there is no such bucket',
        '  hint: Correct "publish.bucket" or --bucket; with a server of your own also "publish.endpoint".',
      ],
    ],
    [
      refusal(503, 'SlowDown'),
      [
        `STORE_FAILED: s3://isos/${KEY}: the object store failed (HTTP 503, SlowDown): S3 says: SlowDown.`,
        '  hint: Publish again: it goes on from the parts that have arrived.',
      ],
    ],
    [
      { code: 'no S3 error', status: 502, body: '<html>Bad gateway</html>' },
      [
        `STORE_FAILED: s3://isos/${KEY}: the object store failed (HTTP 502) and did not say why`,
        '  hint: Publish again: it goes on from the parts that have arrived.',
      ],
    ],
    [refusal(400, 'XAmzContentSHA256Mismatch', mismatch), corrupted('XAmzContentSHA256Mismatch')],
    [refusal(400, 'BadDigest'), corrupted('BadDigest')],
    [
      refusal(403, 'RequestTimeTooSkewed', { MaxAllowedSkewMilliseconds: '900000' }),
      [
        'CLOCK_SKEWED: The clock of this machine is too far from that of the object store',
        '  hint: Set the clock (timedatectl set-ntp true), and publish again.',
      ],
    ],
  ];
  const cases = refusals.map(([answer, lines]) => ({ answer, lines }));

  it.each(cases)('is told with the next step: $answer.code', async ({ answer, lines }) => {
    const { store } = await s3Answering([answer]);
    expect((await told(sendPart(store))).split('\n')).toEqual(lines);
  });

  it('is never told with the secret', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'very-secret');
    const { store } = await s3Answering([refusal(403, 'SignatureDoesNotMatch')]);
    const error: unknown = await sendPart(store).catch((thrown: unknown) => thrown);
    expect(JSON.stringify([error, formatError(error)])).not.toContain('very-secret');
  });
});

describe('a HEAD, whose answer has no body to say why in', () => {
  it.each([
    ['STORE_ACCESS_DENIED', refusal(403, 'AccessDenied')],
    ['CREDENTIALS_REFUSED', refusal(403, 'InvalidAccessKeyId')],
    ['CLOCK_SKEWED', refusal(403, 'RequestTimeTooSkewed')],
    ['CREDENTIALS_EXPIRED', refusal(400, 'ExpiredToken')],
    ['BUCKET_REGION_WRONG', refusal(400, 'AuthorizationHeaderMalformed', { Region: 'eu-west-1' })],
  ])('is told with what a GET is refused with: %s', async (code, answer) => {
    const { store, asked } = await s3Answering([answer]);
    await expect(store.head(KEY)).rejects.toMatchObject({ code });
    expect(asked.at(-1)).toMatchObject({
      line: `GET /isos/${KEY}`,
      headers: { range: 'bytes=0-0' },
    });
  });

  it('stays refused when the GET is not', async () => {
    const { store } = await s3Answering([refusal(403, 'AccessDenied'), { status: 206, body: 'x' }]);
    await expect(store.head(KEY)).rejects.toMatchObject({ code: 'STORE_ACCESS_DENIED' });
  });
});

describe('a server that gives no answer', () => {
  it.each<[string, RequestListener]>([
    ['is silent', () => undefined],
    ['hangs up', ({ socket }) => socket.resetAndDestroy()],
  ])('but %s is told of, after it was asked again', async (_, listener) => {
    const server = await startServer(listener);
    const store = storeAt(server.url, { stallMilliseconds: 100 });
    expect((await told(store.head(KEY))).split('\n')).toEqual([
      `STORE_UNREACHABLE: s3://isos/${KEY}: ${server.url} has not answered, although it was asked several times`,
      '  hint: Check the network of this machine and publish again: it goes on from the parts that have arrived.',
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it('because there is none is told to be out of reach', async () => {
    const { url, stop } = await startServer(() => undefined);
    await stop();
    expect(await told(sendPart(storeAt(url)))).toMatch(
      /^STORE_UNREACHABLE: .* cannot be reached \(ECONNREFUSED\).*\n {2}hint: Check "publish\.endpoint"/,
    );
  });

  it('is not waited for after a cancellation', async () => {
    const controller = new AbortController();
    const server = await startServer(() => controller.abort());
    const store = storeAt(server.url, { signal: controller.signal });
    await expect(sendPart(store)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('an environment', () => {
  it('without credentials is told, and nothing is sent', async () => {
    stubCredentials('none');
    const { store, asked } = await s3Answering([{ status: 200 }]);
    expect(await told(store.head(KEY))).toMatch(
      /^CREDENTIALS_MISSING: There are no credentials .*\n {2}hint: Log in \(aws sso login\), name a profile/,
    );
    expect(asked).toEqual([]);
  });

  it('that names a profile which is not there is told of it by its name', async () => {
    stubCredentials('none');
    vi.stubEnv('AWS_PROFILE', 'none');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    const { store } = await s3Answering([{ status: 200 }], { env: process.env });
    expect(await told(store.head(KEY))).toMatch(
      /^CREDENTIALS_MISSING: The profile "none" gives no credentials .*\n {2}hint: Correct AWS_PROFILE/,
    );
  });

  it('that names no region for AWS is told so', async () => {
    const { signal } = new AbortController();
    const store = openS3Store({ bucket: { name: 'isos' }, env: {}, signal });
    expect(await told(store.head(KEY))).toMatch(
      /^BUCKET_REGION_MISSING: Nothing says which region s3:\/\/isos is in\n {2}hint: Set "publish"/,
    );
  });
});
