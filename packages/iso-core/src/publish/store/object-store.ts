// The contract of an object store, as far as publishing needs one: what S3 and servers like it do. Every
// method rejects with the errors of `store-errors.ts`, or `CANCELLED`.

/** What is kept beside the bytes of an object. */
export interface ObjectHeaders {
  readonly contentType: string;
  readonly cacheControl?: string;
  /** Names in lower case, values of printable ASCII. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface ObjectFacts {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

export type ListedObject = Pick<ObjectFacts, 'key' | 'size' | 'modified'>;

/** A part to be sent. */
export interface NewPart {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly sha256: string;
}

/** A part of a multipart upload that the store has. */
export interface UploadedPart {
  /** From 1. */
  readonly number: number;
  readonly size: number;
  /** Without the quotes around it; of most stores the MD5 of the part. */
  readonly etag: string;
}

export interface PendingUpload {
  readonly key: string;
  readonly id: string;
  /** By the store's clock, as `modified` of an object. */
  readonly started: Date;
}

/**
 * What became of a write that must not replace anything. `exists`: the store refused, because something is
 * there. `unconditional`: the store does not know the condition.
 */
export type WriteOutcome = 'created' | 'exists' | 'unconditional';

/** `gone`: the store knows no such upload (any more): it was completed, or aborted. */
export type CompleteOutcome = 'created' | 'exists' | 'gone';

export interface ObjectStore {
  /** `s3://bucket`. */
  readonly name: string;
  /** Undefined when there is no such object, and only then: what may not be read is an error. */
  head(key: string): Promise<ObjectFacts | undefined>;
  /** A small object, whole. Undefined when there is none; an error when it is larger than `mostBytes`. */
  get(key: string, mostBytes: number): Promise<Uint8Array | undefined>;
  /** A small object, if there is none under that key yet. */
  putNew(key: string, bytes: Uint8Array, headers: ObjectHeaders): Promise<WriteOutcome>;
  /** A small object, whatever is there: for stores without conditions. */
  put(key: string, bytes: Uint8Array, headers: ObjectHeaders): Promise<void>;
  remove(key: string): Promise<void>;
  list(prefix: string): Promise<readonly ListedObject[]>;

  beginUpload(key: string, headers: ObjectHeaders): Promise<string>;
  pendingUploads(prefix: string): Promise<readonly PendingUpload[]>;
  /** Undefined when the store knows no such upload. */
  uploadedParts(key: string, uploadId: string): Promise<readonly UploadedPart[] | undefined>;
  /** The store refuses other bytes than those: their digest is part of the request's signature. */
  uploadPart(key: string, uploadId: string, part: NewPart): Promise<'taken' | 'gone'>;
  /**
   * Makes the object of the parts; where the store knows and honours the condition, only if there is none yet.
   */
  completeUpload(
    key: string,
    uploadId: string,
    parts: readonly UploadedPart[],
  ): Promise<CompleteOutcome>;
  abortUpload(key: string, uploadId: string): Promise<void>;
  close(): void;
}
