// Uploads one file in parts, and goes on from the parts that an earlier run got across. The file is read once,
// in order, and its digest taken on the way: what differs from what was verified is never completed.
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { IsoError, isIsoError, throwIfCancelled, type Step } from '../../runtime/index.js';
import type {
  CompleteOutcome,
  ObjectHeaders,
  ObjectStore,
  UploadedPart,
} from '../store/object-store.js';
import { InFlight } from './in-flight.js';
import { partSizeFor } from './part-size.js';

export interface UploadOptions {
  readonly store: ObjectStore;
  readonly key: string;
  /** Absolute. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** What the file's bytes must be. */
  readonly sha256: string;
  readonly headers: ObjectHeaders;
  readonly signal: AbortSignal;
  readonly step: Step;
  /** How many parts are under way at once. Default: 4. */
  readonly parallel?: number;
  /** Default: as `partSizeFor` says. */
  readonly partSize?: number;
}

export interface UploadResult {
  readonly outcome: CompleteOutcome;
  /** Bytes that an earlier run had got across. */
  readonly resumed: number;
}

const PARALLEL = 4;

/**
 * Errors: `ISO_CHANGED_MEANWHILE`, `UPLOAD_INCOMPLETE`, `CANCELLED` (the parts stay, for the next run), those
 * of the store.
 */
export async function uploadFile(options: UploadOptions): Promise<UploadResult> {
  const { store, key, headers } = options;
  const earlier = await earlierUpload(store, key);
  const id = earlier?.id ?? (await store.beginUpload(key, headers));
  const parts = new Map(earlier?.parts.map((part) => [part.number, part]));
  const file = await open(options.path, 'r');
  try {
    const sent = await sendParts(options, file, { id, parts });
    if (sent.gone) return { outcome: 'gone', resumed: sent.resumed };
    if (sent.sha256 !== options.sha256) {
      await store.abortUpload(key, id);
      throw changed(options, sent.sha256);
    }
    return { outcome: await complete(options, id), resumed: sent.resumed };
  } finally {
    await file.close();
  }
}

interface EarlierUpload {
  readonly id: string;
  readonly parts: readonly UploadedPart[];
}

/** Of uploads that were begun and not completed, the one that got furthest. Who may not list begins anew. */
async function earlierUpload(store: ObjectStore, key: string): Promise<EarlierUpload | undefined> {
  try {
    const pending = (await store.pendingUploads(key)).filter((upload) => upload.key === key);
    const found = await Promise.all(
      pending.map(async ({ id }) => ({ id, parts: await store.uploadedParts(key, id) })),
    );
    const known = found.flatMap(({ id, parts }) => (parts === undefined ? [] : [{ id, parts }]));
    return known.sort((one, other) => other.parts.length - one.parts.length)[0];
  } catch (error) {
    if (isIsoError(error, 'STORE_ACCESS_DENIED')) return undefined;
    throw error;
  }
}

interface Upload {
  readonly id: string;
  /** What the store has already, by number. */
  readonly parts: ReadonlyMap<number, UploadedPart>;
}

interface Sent {
  readonly sha256: string;
  readonly resumed: number;
  /** The store let go of the upload meanwhile. */
  readonly gone: boolean;
}

/** An empty file has one part. */
function cutOf({ size, partSize = partSizeFor(size) }: UploadOptions) {
  return { partSize, count: Math.max(1, Math.ceil(size / partSize)) };
}

async function sendParts(options: UploadOptions, file: FileHandle, upload: Upload): Promise<Sent> {
  const { store, key, size, signal, step, parallel = PARALLEL } = options;
  const { partSize, count } = cutOf(options);
  const whole = createHash('sha256');
  const flight = new InFlight(parallel);
  // One for each part that is under way, and one to read into.
  const buffers = Array.from({ length: parallel + 1 }, () =>
    Buffer.allocUnsafeSlow(Math.min(partSize, size)),
  );
  let [resumed, done, gone] = [0, 0, false];
  try {
    for (let number = 1; number <= count && !gone; number += 1) {
      throwIfCancelled(signal);
      const buffer = buffers.pop() ?? Buffer.alloc(0);
      const bytes = await readPart(file, buffer, (number - 1) * partSize);
      whole.update(bytes);
      if (isThere(upload.parts.get(number), bytes)) {
        buffers.push(buffer);
        resumed += bytes.byteLength;
        done += bytes.byteLength;
        continue;
      }
      await flight.add(async () => {
        if ((await store.uploadPart(key, upload.id, { number, bytes })) === 'gone') gone = true;
        buffers.push(buffer);
        done += bytes.byteLength;
        step.update({ fraction: done / size });
      });
    }
  } finally {
    await flight.settled();
  }
  flight.throwFirst();
  return { sha256: whole.digest('hex'), resumed, gone };
}

/** Whether the store has these bytes as that part: ETags of parts are MD5 digests, but of encrypted ones. */
function isThere(part: UploadedPart | undefined, bytes: Uint8Array): boolean {
  if (part?.size !== bytes.byteLength) return false;
  return part.etag === createHash('md5').update(bytes).digest('hex');
}

/** As much of the file as there is from `position` on, and room for. */
async function readPart(file: FileHandle, buffer: Buffer, position: number): Promise<Uint8Array> {
  let filled = 0;
  while (filled < buffer.byteLength) {
    const { bytesRead } = await file.read(
      buffer,
      filled,
      buffer.byteLength - filled,
      position + filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Completes with the parts that the store itself lists: it alone knows their ETags. */
async function complete(options: UploadOptions, id: string): Promise<CompleteOutcome> {
  const { store, key, size } = options;
  const { count } = cutOf(options);
  const listed = await store.uploadedParts(key, id);
  if (listed === undefined) return 'gone';
  const parts = listed.filter(({ number }) => number <= count);
  const bytes = parts.reduce((sum, part) => sum + part.size, 0);
  if (parts.length !== count || bytes !== size) {
    throw new IsoError(
      'UPLOAD_INCOMPLETE',
      `${store.name}/${key}: expected ${count} parts with ${size} bytes, the store has ${parts.length} with ${bytes}`,
      { hint: 'Publish again: it goes on from the parts that have arrived.', details: { key, id } },
    );
  }
  return store.completeUpload(key, id, parts);
}

function changed({ path, sha256 }: UploadOptions, found: string): IsoError {
  return new IsoError('ISO_CHANGED_MEANWHILE', `${path} was changed while it was uploaded`, {
    hint: 'Nothing was published of it. Verify the ISO again, and publish it then.',
    details: { path, expected: sha256, found },
  });
}
