// Amazon S3 and servers like it, by the AWS SDK: credentials come from its standard chain (environment,
// profiles, SSO, web identity, instance metadata) and are never seen here.
import { createRequire } from 'node:module';
import type * as Sdk from '@aws-sdk/client-s3';
import { cancellation, IsoError, systemCode, type Environment } from '../../runtime/index.js';
import type { CannedAcl } from '../../spec/index.js';
import { hasPathStyle, type Bucket } from '../target.js';
import type {
  CompleteOutcome,
  ListedObject,
  NewPart,
  ObjectFacts,
  ObjectHeaders,
  ObjectStore,
  PendingUpload,
  UploadedPart,
  WriteOutcome,
} from './object-store.js';
import { NAMELESS, storeError, type StoreFailure, type StoreRequest } from './store-errors.js';

export interface S3StoreOptions {
  readonly bucket: Bucket;
  readonly acl?: CannedAcl;
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** How often a request is made at most; between two the SDK waits longer each time. */
  readonly attempts?: number;
  /** How long nothing may move on a connection. */
  readonly stallMilliseconds?: number;
}

const ATTEMPTS = 8;
/** Without the second S3 answers 403 for what is not there. */
const READING = 's3:GetObject and s3:ListBucket';
const STALL_MILLISECONDS = 60_000;
const CONNECT_MILLISECONDS = 10_000;
/** Who says no region to a server of their own means none. */
const ANY_REGION = 'us-east-1';

/** Opens the bucket; nothing is asked of it yet. The SDK is loaded here and not before: that takes its time. */
export function openS3Store(options: S3StoreOptions): ObjectStore {
  // It would warn of versions to come, of which this package takes none before it needs the same Node.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // The SDK is CommonJS: importing it would read all of it once more, for the names of its exports.
  const sdk = createRequire(import.meta.url)('@aws-sdk/client-s3') as typeof Sdk;
  const { bucket, env, attempts = ATTEMPTS, stallMilliseconds = STALL_MILLISECONDS } = options;
  const region = bucket.region ?? (bucket.endpoint === undefined ? undefined : regionOf(env));
  const client = new sdk.S3Client({
    ...(region === undefined ? {} : { region }),
    ...(bucket.endpoint === undefined ? {} : { endpoint: bucket.endpoint }),
    forcePathStyle: hasPathStyle(bucket),
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: CONNECT_MILLISECONDS, socketTimeout: stallMilliseconds },
    // The SHA-256 of every body is part of its signature, which all servers check; not all know newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return new S3Store(sdk, client, options);
}

function regionOf(env: Environment): string {
  return env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? ANY_REGION;
}

/** What the answers to a completion that was not carried out mean. */
const COMPLETED = {
  PreconditionFailed: 'exists',
  ConditionalRequestConflict: 'exists',
  NoSuchUpload: 'gone',
} as const;

class S3Store implements ObjectStore {
  readonly name: string;
  readonly #bucket: string;

  constructor(
    private readonly sdk: typeof Sdk,
    private readonly client: Sdk.S3Client,
    private readonly options: S3StoreOptions,
  ) {
    this.#bucket = options.bucket.name;
    this.name = `s3://${this.#bucket}`;
  }

  async head(key: string): Promise<ObjectFacts | undefined> {
    const command = new this.sdk.HeadObjectCommand(this.#at(key));
    const found = await this.#ask(
      READING,
      key,
      (abort) =>
        this.client.send(command, abort).catch((error: unknown) => this.#why(key, error, abort)),
      { NotFound: undefined, NoSuchKey: undefined },
    );
    return (
      found && {
        key,
        size: found.ContentLength ?? 0,
        modified: found.LastModified ?? new Date(0),
        metadata: found.Metadata ?? {},
      }
    );
  }

  async get(key: string, mostBytes: number): Promise<Uint8Array | undefined> {
    const command = new this.sdk.GetObjectCommand(this.#at(key));
    return this.#ask(
      READING,
      key,
      async (abort) => {
        const { Body, ContentLength = 0 } = await this.client.send(command, abort);
        if (ContentLength > mostBytes)
          throw tooLarge(`${this.name}/${key}`, ContentLength, mostBytes);
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      },
      { NotFound: undefined, NoSuchKey: undefined },
    );
  }

  async putNew(key: string, bytes: Uint8Array, headers: ObjectHeaders): Promise<WriteOutcome> {
    const command = new this.sdk.PutObjectCommand({
      ...this.#object(key, bytes, headers),
      IfNoneMatch: '*',
    });
    return this.#ask(
      's3:PutObject',
      key,
      async (abort): Promise<WriteOutcome> => {
        await this.client.send(command, abort);
        return 'created';
      },
      {
        PreconditionFailed: 'exists',
        // Somebody else writes it at this moment.
        ConditionalRequestConflict: 'exists',
        NotImplemented: 'unconditional',
      },
    );
  }

  async put(key: string, bytes: Uint8Array, headers: ObjectHeaders): Promise<void> {
    const command = new this.sdk.PutObjectCommand(this.#object(key, bytes, headers));
    await this.#ask('s3:PutObject', key, (abort) => this.client.send(command, abort));
  }

  async remove(key: string): Promise<void> {
    const command = new this.sdk.DeleteObjectCommand(this.#at(key));
    await this.#ask('s3:DeleteObject', key, (abort) => this.client.send(command, abort));
  }

  async list(prefix: string): Promise<readonly ListedObject[]> {
    const objects: ListedObject[] = [];
    let token: string | undefined;
    do {
      const command = new this.sdk.ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: prefix,
        ContinuationToken: token,
      });
      const page = await this.#ask('s3:ListBucket', undefined, (abort) =>
        this.client.send(command, abort),
      );
      for (const { Key, Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
        if (Key !== undefined) objects.push({ key: Key, size: Size, modified: LastModified });
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return objects;
  }

  async beginUpload(key: string, headers: ObjectHeaders): Promise<string> {
    const command = new this.sdk.CreateMultipartUploadCommand({
      ...this.#at(key),
      ...this.#headers(headers),
    });
    const { UploadId } = await this.#ask('s3:PutObject', key, (abort) =>
      this.client.send(command, abort),
    );
    if (UploadId === undefined)
      throw storeError(NO_ID, this.#request('s3:PutObject', key), undefined);
    return UploadId;
  }

  async pendingUploads(prefix: string): Promise<readonly PendingUpload[]> {
    const uploads: PendingUpload[] = [];
    let marker: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } | undefined = {};
    while (marker !== undefined) {
      const command: Sdk.ListMultipartUploadsCommand = new this.sdk.ListMultipartUploadsCommand({
        Bucket: this.#bucket,
        Prefix: prefix,
        ...marker,
      });
      const page = await this.#ask('s3:ListBucketMultipartUploads', undefined, (abort) =>
        this.client.send(command, abort),
      );
      for (const { Key, UploadId, Initiated = new Date(0) } of page.Uploads ?? []) {
        if (Key !== undefined && UploadId !== undefined) {
          uploads.push({ key: Key, id: UploadId, started: Initiated });
        }
      }
      marker =
        page.IsTruncated === true && page.NextKeyMarker !== undefined
          ? {
              KeyMarker: page.NextKeyMarker,
              ...(page.NextUploadIdMarker === undefined
                ? {}
                : { UploadIdMarker: page.NextUploadIdMarker }),
            }
          : undefined;
    }
    return uploads;
  }

  async uploadedParts(key: string, uploadId: string): Promise<readonly UploadedPart[] | undefined> {
    const parts: UploadedPart[] = [];
    let marker: string | undefined;
    do {
      const command: Sdk.ListPartsCommand = new this.sdk.ListPartsCommand({
        ...this.#at(key),
        UploadId: uploadId,
        PartNumberMarker: marker,
      });
      const page = await this.#ask(
        's3:ListMultipartUploadParts',
        key,
        (abort) => this.client.send(command, abort),
        { NoSuchUpload: undefined },
      );
      if (page === undefined) return undefined;
      for (const { PartNumber, Size = 0, ETag = '' } of page.Parts ?? []) {
        if (PartNumber !== undefined) {
          parts.push({ number: PartNumber, size: Size, etag: ETag.replace(/^"|"$/g, '') });
        }
      }
      marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
    } while (marker !== undefined);
    return parts;
  }

  async uploadPart(
    key: string,
    uploadId: string,
    { number, bytes, sha256 }: NewPart,
  ): Promise<'taken' | 'gone'> {
    const command = new this.sdk.UploadPartCommand({
      ...this.#at(key),
      UploadId: uploadId,
      PartNumber: number,
      Body: bytes,
    });
    // Who signs the request takes this for the digest of its body, and does not take it again.
    command.middlewareStack.add(
      (next) => (request) => {
        Object.assign((request.request as { headers: object }).headers, {
          'x-amz-content-sha256': sha256,
        });
        return next(request);
      },
      { step: 'build' },
    );
    return this.#ask(
      's3:PutObject',
      key,
      async (abort): Promise<'taken' | 'gone'> => {
        await this.client.send(command, abort);
        return 'taken';
      },
      { NoSuchUpload: 'gone' },
    );
  }

  async completeUpload(
    key: string,
    uploadId: string,
    parts: readonly UploadedPart[],
  ): Promise<CompleteOutcome> {
    const complete = <const Answers extends Readonly<Record<string, string>>>(
      condition: '*' | undefined,
      answers: Answers,
    ) => {
      const command = new this.sdk.CompleteMultipartUploadCommand({
        ...this.#at(key),
        UploadId: uploadId,
        MultipartUpload: {
          Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: `"${etag}"` })),
        },
        IfNoneMatch: condition,
      });
      const send = async (abort: { abortSignal: AbortSignal }) => {
        await this.client.send(command, abort);
        return 'created' as const;
      };
      return this.#ask('s3:PutObject', key, send, answers);
    };
    const outcome = await complete('*', { ...COMPLETED, NotImplemented: 'unconditional' });
    return outcome === 'unconditional' ? complete(undefined, COMPLETED) : outcome;
  }

  async abortUpload(key: string, uploadId: string): Promise<void> {
    const command = new this.sdk.AbortMultipartUploadCommand({
      ...this.#at(key),
      UploadId: uploadId,
    });
    await this.#ask('s3:AbortMultipartUpload', key, (abort) => this.client.send(command, abort), {
      NoSuchUpload: undefined,
    });
  }

  close(): void {
    this.client.destroy();
  }

  #at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#bucket, Key: key };
  }

  #headers({ contentType, cacheControl, metadata }: ObjectHeaders) {
    const { acl } = this.options;
    return {
      ContentType: contentType,
      ...(cacheControl === undefined ? {} : { CacheControl: cacheControl }),
      ...(metadata === undefined ? {} : { Metadata: { ...metadata } }),
      ...(acl === undefined ? {} : { ACL: acl }),
    };
  }

  #object(key: string, bytes: Uint8Array, headers: ObjectHeaders): Sdk.PutObjectCommandInput {
    return {
      ...this.#at(key),
      ...this.#headers(headers),
      Body: bytes,
      ContentLength: bytes.byteLength,
    };
  }

  #request(action: string, key: string | undefined): StoreRequest {
    const { bucket, env } = this.options;
    const { endpoint } = bucket;
    const profile = env['AWS_PROFILE'];
    return {
      action,
      bucket: this.name,
      subject: key === undefined ? this.name : `${this.name}/${key}`,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(profile === undefined ? {} : { profile }),
    };
  }

  /** An answer to HEAD has no body to say in why it is refused; that to GET has. */
  async #why(key: string, error: unknown, abort: { abortSignal: AbortSignal }): Promise<never> {
    const { name, status = 500 } = failureOf(error);
    if (name === NAMELESS && status < 500) {
      const command = new this.sdk.GetObjectCommand({ ...this.#at(key), Range: 'bytes=0-0' });
      const { Body } = await this.client.send(command, abort);
      await Body?.transformToByteArray();
    }
    throw error;
  }

  /**
   * What `ask` resolves with; for an error of S3 that `answers` has, what stands there. Other errors are
   * explained.
   */
  async #ask<T, const Answers extends Readonly<Record<string, unknown>> = Record<never, never>>(
    action: string,
    key: string | undefined,
    ask: (options: { abortSignal: AbortSignal }) => Promise<T>,
    answers?: Answers,
  ): Promise<T | Answers[keyof Answers]> {
    const { signal } = this.options;
    try {
      return await ask({ abortSignal: signal });
    } catch (error) {
      if (signal.aborted) throw cancellation(signal);
      if (error instanceof IsoError) throw error;
      const failure = failureOf(error);
      if (answers !== undefined && Object.hasOwn(answers, failure.name)) {
        return answers[failure.name] as Answers[keyof Answers];
      }
      throw storeError(failure, this.#request(action, key), error);
    }
  }
}

const NO_ID: StoreFailure = { name: 'NoUploadId', message: 'it began an upload and gave it no id' };

function failureOf(error: unknown): StoreFailure {
  if (!(error instanceof Error)) return { name: NAMELESS, message: String(error) };
  const { name, message, $metadata, $response, Region } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
    readonly Region?: string;
  };
  const status = $metadata?.httpStatusCode;
  const system = status === undefined ? systemCode(error) : undefined;
  const region = Region ?? $response?.headers?.['x-amz-bucket-region'];
  return {
    name: message === 'Region is missing' ? 'RegionMissing' : name,
    message: message.split('\n')[0] ?? '',
    ...(status === undefined ? {} : { status }),
    ...(system === undefined ? {} : { system }),
    ...(region === undefined ? {} : { region }),
  };
}

function tooLarge(subject: string, size: number, most: number): IsoError {
  return new IsoError(
    'STORE_OBJECT_TOO_LARGE',
    `${subject} has ${size} bytes, expected at most ${most}`,
    {
      hint: 'This is not what publish-iso writes under that name: publish under another name.',
      details: { subject, size, most },
    },
  );
}
