// The part of an ISO spec that says where the ISO is published.
import { z } from 'zod';
import { CANNED_ACLS } from './iso-spec.js';
import { httpUrl, plainName } from './schema-texts.js';

const BUCKET = 'a bucket name such as "public-chaos-controller"';
const PREFIX = 'a folder in the bucket such as "minikube", or "" for none';
const REGION = 'a region such as "us-east-1"';
const NAME = 'a file name that ends in ".iso", without a folder';

/** What S3 takes for a bucket's name (API reference, "Bucket naming rules"). */
export const BUCKET_NAME = /^(?=.{3,63}$)[a-z0-9](?:[a-z0-9-]|\.(?!\.))*[a-z0-9]$/;

const bucketName = z.string(BUCKET).regex(BUCKET_NAME, BUCKET);

const keyPrefix = z
  .string(PREFIX)
  .max(200, PREFIX)
  .regex(/^(?:[A-Za-z0-9_][A-Za-z0-9_.+=-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.+=-]*)*\/?)?$/, PREFIX);

const region = z.string(REGION).regex(/^[a-z0-9-]{1,50}$/, REGION);

export const isoName = plainName(NAME).regex(/\.iso$/, NAME);

export const publishSettings = z
  .strictObject({
    bucket: bucketName
      .meta({ description: 'The bucket of S3, or of a server like it.' })
      .exactOptional(),
    prefix: keyPrefix
      .default('minikube')
      .meta({ description: 'The folder in the bucket; "" for none.' }),
    region: region
      .meta({ description: "The bucket's region. By default that of the environment or profile." })
      .exactOptional(),
    endpoint: httpUrl
      .meta({ description: 'An S3-compatible server in place of AWS.' })
      .exactOptional(),
    publicUrl: httpUrl
      .meta({
        description:
          "Where the bucket is read from, when it is not the server's own address: keys are appended to it.",
      })
      .exactOptional(),
    acl: z
      .enum(CANNED_ACLS, `one of ${CANNED_ACLS.join(', ')}`)
      .meta({
        description:
          'The canned ACL of what is uploaded. By default none: the policy of the bucket says who may read.',
      })
      .exactOptional(),
    name: isoName
      .meta({
        description:
          'What the ISO is called. By default output.name and the date, and the architecture but for a single amd64.',
      })
      .exactOptional(),
  })
  .default({ prefix: 'minikube' })
  .meta({ description: 'Where publish-iso publishes the ISO.' });
