// Where an ISO goes: the bucket, the keys of its three files, and the address it is read from afterwards.
import { cleanLine, IsoError, type Architecture, type Environment } from '../runtime/index.js';
import { BUCKET_NAME, type CannedAcl, type IsoSpec } from '../spec/index.js';
import { isoNameFor, type NameWish } from './names.js';

/** The keys of one publication. */
export interface PublishedKeys {
  readonly iso: string;
  /** The claim: it binds the ISO's name to one digest. */
  readonly sha256: string;
  readonly manifest: string;
}

export interface Bucket {
  readonly name: string;
  /** Default: that of the environment or profile. */
  readonly region?: string;
  /** An S3-compatible server in place of AWS. */
  readonly endpoint?: string;
}

export interface PublishTarget {
  readonly bucket: Bucket;
  /** Without slashes around it; empty for none. */
  readonly prefix: string;
  /** Of the ISO. */
  readonly name: string;
  readonly acl?: CannedAcl;
  /** Where the bucket is read from, without a final slash. */
  readonly publicUrl: string;
}

/** What wins over the spec. */
export interface TargetOverrides {
  readonly bucket?: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly publicUrl?: string;
  readonly acl?: CannedAcl;
  readonly name?: string;
}

/** Errors: `PUBLISH_BUCKET_MISSING`, `PUBLISH_BUCKET_INVALID`, `PUBLISH_NAME_INVALID`. */
export function publishTarget(
  spec: Pick<IsoSpec, 'architectures' | 'output' | 'publish'>,
  architecture: Architecture,
  overrides: TargetOverrides,
  { date, env }: { readonly date: string; readonly env: Environment },
): PublishTarget {
  const place = bucketPlace(spec, overrides, env);
  const { acl, name } = { ...spec.publish, ...overrides };
  const wish: NameWish = { date, ...(name === undefined ? {} : { name }) };
  return {
    ...place,
    name: isoNameFor(spec, architecture, wish),
    ...(acl === undefined ? {} : { acl }),
  };
}

/** Where all ISOs of a spec go. Errors: `PUBLISH_BUCKET_MISSING`, `PUBLISH_BUCKET_INVALID`. */
export function bucketPlace(
  { publish }: Pick<IsoSpec, 'publish'>,
  overrides: TargetOverrides,
  env: Environment,
): Pick<PublishTarget, 'bucket' | 'prefix' | 'publicUrl'> {
  const { bucket: name, prefix, region, publicUrl, ...given } = { ...publish, ...overrides };
  const endpoint = given.endpoint ?? endpointIn(env);
  if (name === undefined) {
    throw new IsoError('PUBLISH_BUCKET_MISSING', 'Nothing says which bucket to publish to', {
      hint: 'Add "publish": { "bucket": "…" } to the spec, or run with --bucket=….',
    });
  }
  if (!BUCKET_NAME.test(name)) {
    throw new IsoError(
      'PUBLISH_BUCKET_INVALID',
      `Expected the name of a bucket, found ${cleanLine(name, 80)}`,
      {
        hint: 'Give the name alone, without s3:// and without a folder: that is "publish.prefix", or --prefix.',
        details: { found: name },
      },
    );
  }
  const bucket = {
    name,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  const url = publicUrl ?? addressOf(bucket);
  return { bucket, prefix: prefix.replace(/^\/+|\/+$/g, ''), publicUrl: url.replace(/\/+$/, '') };
}

/** What AWS's own tools take from the environment. */
function endpointIn(env: Environment): string | undefined {
  return [env['AWS_ENDPOINT_URL_S3'], env['AWS_ENDPOINT_URL']].find(
    (url) => url !== undefined && url !== '',
  );
}

/** Where S3 itself serves a bucket: below the bucket's own host name where certificates allow it. */
function addressOf({ name, region, endpoint }: Bucket): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, '')}/${name}`;
  const host =
    region === undefined || region === 'us-east-1'
      ? 's3.amazonaws.com'
      : `s3.${region}.amazonaws.com`;
  return hasPathStyle({ name }) ? `https://${host}/${name}` : `https://${name}.${host}`;
}

/**
 * Whether the bucket stands in the path of a request: servers other than AWS seldom have a host name for
 * each bucket, and a bucket with a dot in its name matches no certificate.
 */
export function hasPathStyle({ name, endpoint }: Bucket): boolean {
  return endpoint !== undefined || name.includes('.');
}

/** The keys of the ISO called `name` and of what is published beside it. */
export function keysOf({ prefix, name }: Pick<PublishTarget, 'prefix' | 'name'>): PublishedKeys {
  const iso = prefix === '' ? name : `${prefix}/${name}`;
  return { iso, sha256: `${iso}.sha256`, manifest: iso.replace(/\.iso$/, '.manifest.json') };
}

/** The URL of a key. */
export function urlOf({ publicUrl }: Pick<PublishTarget, 'publicUrl'>, key: string): string {
  return `${publicUrl}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
