import { randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../fault-proxy/index.js';
import { partsUnderWay } from './bucket.js';
import type { Credentials } from './credentials.js';
import { type TemporaryFolder, temporaryFolder } from '../leftovers.testing.js';
import { type S3Server, startS3Server } from './s3-server.js';

const Bucket = 'isos';

describe('an S3 server', () => {
  let folder: TemporaryFolder;
  let server: S3Server;
  let proxy: FaultProxy;
  let owner: S3Client;

  const clientOf = (credentials: Credentials, endpoint = server.endpoint) =>
    new S3Client({ endpoint, region: server.region, credentials, forcePathStyle: true });

  beforeAll(async () => {
    folder = temporaryFolder();
    server = await startS3Server({ folder: folder.path, store: 'memstore' });
    proxy = await startFaultProxy({ target: server.endpoint });
    owner = clientOf(server.credentials);
    await owner.send(new CreateBucketCommand({ Bucket }));
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
    await folder.remove();
  });

  it('keeps an object and gives it back', async () => {
    const Body = randomBytes(3_000_000);
    await owner.send(new PutObjectCommand({ Bucket, Key: 'a/minikube.iso', Body }));
    const got = await owner.send(new GetObjectCommand({ Bucket, Key: 'a/minikube.iso' }));
    expect(Body.equals((await got.Body?.transformToByteArray()) ?? Buffer.of())).toBe(true);
  });

  it('keeps what is there when a condition says so', async () => {
    const put = new PutObjectCommand({ Bucket, Key: 'once', Body: 'first', IfNoneMatch: '*' });
    await owner.send(put);
    await expect(owner.send(put)).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
  });

  it('tells how many parts of uploads that are under way it has', async () => {
    expect(await partsUnderWay(server, Bucket)).toBe(0);
    const upload = { Bucket, Key: 'parts' };
    const { UploadId } = await owner.send(new CreateMultipartUploadCommand(upload));
    for (const PartNumber of [1, 2]) {
      await owner.send(new UploadPartCommand({ ...upload, UploadId, PartNumber, Body: 'part' }));
    }
    expect(await partsUnderWay(server, Bucket)).toBe(2);
    await owner.send(new AbortMultipartUploadCommand({ ...upload, UploadId }));
    expect(await partsUnderWay(server, Bucket)).toBe(0);
  });

  it('refuses a secret that is not the right one', async () => {
    const stranger = clientOf({ ...server.credentials, secretAccessKey: 'wrong' });
    await expect(stranger.send(new ListBucketsCommand())).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  it('lets a further user do what it is granted, and nothing else', async () => {
    const guest = clientOf(await server.addUser('guest'));
    const put = new PutObjectCommand({ Bucket, Key: 'guest', Body: 'body' });
    const denied = { name: 'AccessDenied' };
    await expect(guest.send(put)).rejects.toMatchObject(denied);
    await expect(guest.send(new CreateBucketCommand({ Bucket: 'own' }))).rejects.toMatchObject(
      denied,
    );
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam:::user/guest'] },
          Action: ['s3:PutObject'],
          Resource: [`arn:aws:s3:::${Bucket}/*`],
        },
      ],
    };
    await owner.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
    await guest.send(put);
    await expect(guest.send(new HeadObjectCommand({ Bucket, Key: 'x' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('takes signatures that are made for a proxy before it', async () => {
    const client = clientOf(server.credentials, proxy.endpoint);
    const Body = randomBytes(3_000_000);
    await client.send(new PutObjectCommand({ Bucket, Key: 'a b/ü?', Body }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a b/ü?' }));
    expect(Body.equals((await got.Body?.transformToByteArray()) ?? Buffer.of())).toBe(true);
    expect(proxy.log.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('answers through the proxy as if nothing were, once a fault is over', async () => {
    const client = clientOf(server.credentials, proxy.endpoint);
    const where = (url: URL) => url.pathname.endsWith('/key');
    const fault = { kind: 'status', status: 503 } as const;
    proxy.faults = [{ method: 'PUT', where, on: { nth: 1 }, fault }];
    const Body = randomBytes(3_000_000);
    const { $metadata } = await client.send(new PutObjectCommand({ Bucket, Key: 'key', Body }));
    expect($metadata.attempts).toBe(2);
  });

  it('tells what its daemons have to say', async () => {
    const log = await server.log();
    expect(log).toContain('==> client.rgw.s3.log <==');
    expect(log).toContain('PUT /isos/once');
  });

  it('is not started in a folder that has something in it', async () => {
    const again = startS3Server({ folder: folder.path });
    await expect(again).rejects.toMatchObject({ code: 'S3_FOLDER_NOT_EMPTY' });
  });
});
