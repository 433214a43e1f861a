import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../runtime/index.js';
import { refusal, s3Answering, stubCredentials, xml, type S3Answer } from './s3-answers.testing.js';

const KEY = 'minikube/a.iso';
const TEXT = { contentType: 'text/plain', cacheControl: 'immutable' };
const PARTS = [
  { number: 1, size: 5, etag: 'e1' },
  { number: 2, size: 3, etag: 'e2' },
];
const OK: S3Answer = { status: 200 };

const conflict = refusal(409, 'ConditionalRequestConflict', {
  Condition: 'If-None-Match',
  Key: KEY,
});
const exists = refusal(412, 'PreconditionFailed', { Condition: 'If-None-Match' });
const notImplemented = refusal(501, 'NotImplemented', { Header: 'If-None-Match' });
const noSuchUpload = refusal(404, 'NoSuchUpload', { UploadId: 'id' });

const completed: S3Answer = {
  status: 200,
  body: xml('CompleteMultipartUploadResult', { Bucket: 'isos', Key: KEY, ETag: '"e-2"' }),
};

beforeEach(() => stubCredentials('a key'));
afterEach(() => vi.unstubAllEnvs());

describe('an object', () => {
  it('is known by its size, its date and what was kept beside it', async () => {
    const headers = {
      'content-length': '8',
      'last-modified': 'Sun, 22 Nov 2026 10:00:00 GMT',
      'x-amz-meta-sha256': 'abc',
    };
    const { store } = await s3Answering([{ status: 200, headers }]);
    expect(await store.head(KEY)).toEqual({
      key: KEY,
      size: 8,
      modified: new Date('2026-11-22T10:00:00Z'),
      metadata: { sha256: 'abc' },
    });
  });

  it('is not there only where S3 says 404', async () => {
    const missing = await s3Answering([refusal(404, 'NoSuchKey', { Key: KEY })]);
    expect(await missing.store.head(KEY)).toBeUndefined();
    expect(await missing.store.get(KEY, 10)).toBeUndefined();
    const forbidden = await s3Answering([refusal(403, 'AccessDenied')]);
    await expect(forbidden.store.head(KEY)).rejects.toMatchObject({ code: 'STORE_ACCESS_DENIED' });
    await expect(forbidden.store.get(KEY, 10)).rejects.toMatchObject({
      code: 'STORE_ACCESS_DENIED',
    });
  });

  it('is given whole, and not at all when it is larger than expected', async () => {
    const { store } = await s3Answering([
      { status: 200, headers: { 'content-length': '8' }, body: '12345678' },
    ]);
    expect(Buffer.from((await store.get(KEY, 8)) ?? []).toString()).toBe('12345678');
    await expect(store.get(KEY, 7)).rejects.toMatchObject({ code: 'STORE_OBJECT_TOO_LARGE' });
  });

  it.each([
    ['created', OK],
    ['exists', exists],
    ['exists', conflict],
    ['unconditional', notImplemented],
  ] as const)('that must be new is %s', async (outcome, answer) => {
    const { store, asked } = await s3Answering([answer]);
    expect(await store.putNew(KEY, Buffer.from('abc'), TEXT)).toBe(outcome);
    expect(asked).toEqual([
      {
        line: `PUT /isos/${KEY}`,
        body: 'abc',
        headers: expect.objectContaining({
          'if-none-match': '*',
          'content-type': 'text/plain',
          'cache-control': 'immutable',
          'x-amz-content-sha256': sha256('abc'),
        }),
      },
    ]);
  });

  it('is listed on as many pages as there are', async () => {
    const page = (key: string, next: Readonly<Record<string, string>>): S3Answer => {
      const contents = `<Key>${key}</Key><Size>1</Size><LastModified>2026-11-22T10:00:00.000Z</LastModified>`;
      return { status: 200, body: xml('ListBucketResult', { Contents: contents, ...next }) };
    };
    const { store, asked } = await s3Answering([
      page('a', { IsTruncated: 'true', NextContinuationToken: 'next' }),
      page('b', { IsTruncated: 'false' }),
    ]);
    expect((await store.list('')).map(({ key }) => key)).toEqual(['a', 'b']);
    expect(asked[1]?.line).toContain('continuation-token=next');
  });
});

describe('a part', () => {
  const bytes = Buffer.from('part');
  const part = { number: 7, bytes, sha256: sha256(bytes) };

  it('is signed with the digest that is known of it, and sent as it is', async () => {
    const { store, asked } = await s3Answering([{ status: 200, headers: { etag: '"e"' } }]);
    expect(await store.uploadPart(KEY, 'id', part)).toBe('taken');
    const [request] = asked;
    expect(request?.line).toBe(`PUT /isos/${KEY}?partNumber=7&uploadId=id`);
    expect(request?.body).toBe('part');
    expect(request?.headers['x-amz-content-sha256']).toBe(part.sha256);
    expect(request?.headers['authorization']).toContain('x-amz-content-sha256');
    // Servers that are not AWS answer 411 to a checksum in a trailer.
    expect(request?.headers['content-length']).toBe('4');
    expect(request?.headers['x-amz-trailer']).toBeUndefined();
  });

  it('has nowhere to go when the store let go of the upload', async () => {
    const { store } = await s3Answering([noSuchUpload]);
    expect(await store.uploadPart(KEY, 'id', part)).toBe('gone');
    expect(await store.uploadedParts(KEY, 'id')).toBeUndefined();
    await expect(store.abortUpload(KEY, 'id')).resolves.toBeUndefined();
  });

  it('is listed on as many pages as there are', async () => {
    const page = (number: number, next: Readonly<Record<string, string>>): S3Answer => {
      const one = `<PartNumber>${number}</PartNumber><Size>5</Size><ETag>&quot;e${number}&quot;</ETag>`;
      return { status: 200, body: xml('ListPartsResult', { Part: one, ...next }) };
    };
    const { store, asked } = await s3Answering([
      page(1, { IsTruncated: 'true', NextPartNumberMarker: '1' }),
      page(2, { IsTruncated: 'false' }),
    ]);
    expect(await store.uploadedParts(KEY, 'id')).toEqual([
      { number: 1, size: 5, etag: 'e1' },
      { number: 2, size: 5, etag: 'e2' },
    ]);
    expect(asked[1]?.line).toContain('part-number-marker=1');
  });
});

describe('an upload', () => {
  it('is found again on as many pages as there are', async () => {
    const page = (id: string, next: Readonly<Record<string, string>>): S3Answer => {
      const one = `<Key>${KEY}</Key><UploadId>${id}</UploadId><Initiated>2026-11-22T10:00:00.000Z</Initiated>`;
      return { status: 200, body: xml('ListMultipartUploadsResult', { Upload: one, ...next }) };
    };
    const { store, asked } = await s3Answering([
      page('one', { IsTruncated: 'true', NextKeyMarker: KEY, NextUploadIdMarker: 'one' }),
      page('two', { IsTruncated: 'false' }),
    ]);
    const started = new Date('2026-11-22T10:00:00Z');
    expect(await store.pendingUploads(KEY)).toEqual([
      { key: KEY, id: 'one', started },
      { key: KEY, id: 'two', started },
    ]);
    expect(asked[1]?.line).toContain('upload-id-marker=one');
  });

  it.each([
    ['created', completed],
    ['exists', exists],
    ['exists', conflict],
    ['gone', noSuchUpload],
  ] as const)('that is completed is %s', async (outcome, answer) => {
    const { store, asked } = await s3Answering([answer]);
    expect(await store.completeUpload(KEY, 'id', PARTS)).toBe(outcome);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers['if-none-match']).toBe('*');
    expect(asked[0]?.body).toMatch(/&quot;e1&quot;.*<PartNumber>1<.*<PartNumber>2</);
  });

  it('is completed without a condition where the store knows none', async () => {
    const { store, asked } = await s3Answering([notImplemented, completed]);
    expect(await store.completeUpload(KEY, 'id', PARTS)).toBe('created');
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual(['*', undefined]);
  });

  it('is completed again after an answer 200 that holds an error', async () => {
    const failed = { ...refusal(200, 'InternalError'), status: 200 };
    const { store, asked } = await s3Answering([failed, completed]);
    expect(await store.completeUpload(KEY, 'id', PARTS)).toBe('created');
    expect(asked).toHaveLength(2);
  });
});

describe('a store that cannot take a request now', () => {
  it.each([
    ['slows down', refusal(503, 'SlowDown')],
    ['takes too many', refusal(429, 'TooManyRequests')],
    ['failed', refusal(500, 'InternalError')],
    ['is behind a gateway that failed', { status: 502, body: '<html>Bad gateway</html>' }],
  ])('(%s) is asked again', async (_, answer) => {
    const { store, asked } = await s3Answering([answer, OK]);
    await store.put(KEY, Buffer.from('abc'), TEXT);
    expect(asked.map(({ body }) => body)).toEqual(['abc', 'abc']);
  });

  it('because the clock here is wrong is asked again by its own clock', async () => {
    const there = new Date(Date.now() + 3 * 60 * 60_000);
    const headers = { date: there.toUTCString() };
    const { store, asked } = await s3Answering([
      refusal(403, 'RequestTimeTooSkewed', { MaxAllowedSkewMilliseconds: '900000' }, headers),
      { status: 200, headers },
    ]);
    await store.put(KEY, Buffer.from('abc'), TEXT);
    const ahead = asked.map(
      ({ headers: { 'x-amz-date': date } }) => timeOf(String(date)) - there.getTime(),
    );
    expect(Math.abs(ahead[0] ?? 0)).toBeGreaterThan(60 * 60_000);
    expect(Math.abs(ahead[1] ?? Infinity)).toBeLessThan(60_000);
  });
});

/** Of `20261122T100000Z`. */
function timeOf(text: string): number {
  return Date.parse(text.replace(/^(....)(..)(..T..)(..)(..)/, '$1-$2-$3:$4:$5'));
}
