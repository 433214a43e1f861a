// Uploads one file in parts, and goes on from the parts that an earlier run got across. Each part is compared
// with what was digested before as it is sent: what differs from what was verified is never completed.
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import {
  IsoError,
  isIsoError,
  readPiece,
  sha256,
  throwIfCancelled,
  type PieceDigests,
  type Step,
} from '../../runtime/index.js';
import type {
  CompleteOutcome,
  ObjectHeaders,
  ObjectStore,
  UploadedPart,
} from '../store/object-store.js';
import { InFlight } from './in-flight.js';
import { UploadProgress } from './upload-progress.js';

export interface UploadOptions {
  readonly store: ObjectStore;
  readonly key: string;
  /** The absolute path, and what the bytes there must be. */
  readonly file: PieceDigests & { readonly path: string };
  readonly headers: ObjectHeaders;
  /** What was begun before is not gone on with. */
  readonly since: Date;
  readonly signal: AbortSignal;
  readonly step: Step;
  /** How many parts are under way at once. Default: 4. */
  readonly parallel?: number;
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
  const earlier = await earlierUpload(options);
  const id = earlier?.id ?? (await store.beginUpload(key, headers));
  const parts = new Map(earlier?.parts.map((part) => [part.number, part]));
  const handle = await open(options.file.path, 'r');
  try {
    const { gone, resumed } = await sendParts(options, handle, { id, parts });
    return { outcome: gone ? 'gone' : await complete(options, id), resumed };
  } catch (error) {
    // Where that is not allowed, the parts stay until a rule of the bucket removes them.
    if (isIsoError(error, 'ISO_CHANGED_MEANWHILE'))
      await store.abortUpload(key, id).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

interface EarlierUpload {
  readonly id: string;
  readonly parts: readonly UploadedPart[];
}

/** Of uploads that were begun and not completed, the one that got furthest. Who may not list begins anew. */
async function earlierUpload({
  store,
  key,
  since,
}: UploadOptions): Promise<EarlierUpload | undefined> {
  try {
    const pending = (await store.pendingUploads(key)).filter(
      (upload) => upload.key === key && upload.started >= since,
    );
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
  readonly resumed: number;
  /** The store let go of the upload meanwhile. */
  readonly gone: boolean;
}

async function sendParts(
  options: UploadOptions,
  handle: FileHandle,
  upload: Upload,
): Promise<Sent> {
  const { store, key, file, signal, step, parallel = PARALLEL } = options;
  const flight = new InFlight(parallel);
  const buffers = new Buffers(Math.min(file.pieceSize, file.size));
  const progress = new UploadProgress(file.size, step);
  let gone = false;
  const send = async (number: number, buffer: Buffer) => {
    const bytes = await readPiece(handle, buffer, (number - 1) * file.pieceSize);
    const expected = file.pieces[number - 1] ?? '';
    const found = sha256(bytes);
    if (found !== expected) throw changed(options, { part: number, expected, found });
    if (isThere(upload.parts.get(number), bytes)) return progress.addFound(bytes.byteLength);
    const sent = await store.uploadPart(key, upload.id, { number, bytes, sha256: found });
    if (sent === 'gone') gone = true;
    else progress.addSent(bytes.byteLength);
  };
  try {
    for (let number = 1; number <= file.pieces.length && !gone; number += 1) {
      throwIfCancelled(signal);
      await flight.add(() => buffers.lend((buffer) => send(number, buffer)));
    }
  } finally {
    await flight.settled();
  }
  flight.throwFirst();
  return { resumed: progress.found, gone };
}

/** As many as were ever lent at once: the memory of a part that was sent serves the next one. */
class Buffers {
  readonly #free: Buffer[] = [];

  constructor(private readonly size: number) {}

  async lend(work: (buffer: Buffer) => Promise<void>): Promise<void> {
    const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.size);
    try {
      await work(buffer);
    } finally {
      this.#free.push(buffer);
    }
  }
}

/** Whether the store has these bytes as that part: ETags of parts are MD5 digests, but of encrypted ones. */
function isThere(part: UploadedPart | undefined, bytes: Uint8Array): boolean {
  if (part?.size !== bytes.byteLength) return false;
  return part.etag === createHash('md5').update(bytes).digest('hex');
}

/** Completes with the parts that the store itself lists: it alone knows their ETags. */
async function complete(options: UploadOptions, id: string): Promise<CompleteOutcome> {
  const { store, key } = options;
  const { size, pieces } = options.file;
  const count = pieces.length;
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

function changed(
  { file }: UploadOptions,
  details: { readonly part: number; readonly expected: string; readonly found: string },
): IsoError {
  return new IsoError('ISO_CHANGED_MEANWHILE', `${file.path} was changed while it was uploaded`, {
    hint: 'Nothing was published of it. Verify the ISO again, and publish it then.',
    details: { path: file.path, ...details },
  });
}
