// Buckets on a server, as a test or a benchmark wants them.
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3Server } from './s3-server.js';

/** A client of the server's own user; to be destroyed by who asked for it. */
export function clientOf({ endpoint, region, credentials }: S3Server): S3Client {
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

/** Makes a bucket, of which everyone may read what is in it if it is `isPublic`. */
export async function makeBucket(
  server: S3Server,
  name: string,
  { isPublic }: { readonly isPublic: boolean },
): Promise<void> {
  const client = clientOf(server);
  try {
    await client.send(new CreateBucketCommand({ Bucket: name }));
    if (!isPublic) return;
    const read = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${name}/*`,
    };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [read] });
    await client.send(new PutBucketPolicyCommand({ Bucket: name, Policy: policy }));
  } finally {
    client.destroy();
  }
}

/** How many parts the server has of uploads to a bucket that are under way, of each 1,000 at most. */
export async function partsUnderWay(server: S3Server, bucket: string): Promise<number> {
  const client = clientOf(server);
  try {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    const counts = Uploads.map(async ({ Key, UploadId }) => {
      const { Parts = [] } = await client.send(
        new ListPartsCommand({ Bucket: bucket, Key, UploadId }),
      );
      return Parts.length;
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  } finally {
    client.destroy();
  }
}
