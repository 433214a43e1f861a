// Finds something between two marks in bytes that arrive in pieces, without holding all of them.

export interface LandmarkOptions {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
  /** The most bytes that may lie between the marks. */
  readonly limit: number;
  /** Whether what lies between them is what is looked for; the search goes on when it is not. */
  readonly accept?: (content: Buffer) => boolean;
}

/** A search for the first accepted content between two marks. */
export class Landmark {
  /** What lies between the marks, once it was seen. */
  found: Buffer | undefined;
  private carried: Buffer = Buffer.alloc(0);

  constructor(private readonly options: LandmarkOptions) {}

  /** Looks at the next bytes; `true` when the content is found. */
  push(piece: Uint8Array): boolean {
    if (this.found !== undefined) return true;
    const data = this.withCarried(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    const keepFrom = this.search(data);
    this.carried = data.subarray(keepFrom);
    return this.found !== undefined;
  }

  // What is carried is mostly the last bytes before a piece, which could have begun a mark and did not:
  // then nothing has to be copied.
  private withCarried(bytes: Buffer): Buffer {
    const { carried } = this;
    const { start } = this.options;
    if (carried.length === 0) return bytes;
    if (carried.length < start.length && bytes.length >= start.length) {
      const seam = Buffer.concat([carried, bytes.subarray(0, start.length - 1)]);
      if (seam.indexOf(start) === -1) return bytes;
    }
    return Buffer.concat([carried, bytes]);
  }

  // Returns from where the bytes are still needed. Every end mark is looked for once.
  private search(data: Buffer): number {
    const { start, end, limit, accept } = this.options;
    let nextEnd = 0;
    for (let from = 0; ;) {
      const at = data.indexOf(start, from);
      if (at === -1) return Math.max(from, data.length - start.length + 1, 0);
      const content = at + start.length;
      if (nextEnd !== -1 && nextEnd < content) nextEnd = data.indexOf(end, content);
      if (nextEnd === -1) {
        if (data.length - content <= limit + end.length) return at;
      } else if (nextEnd - content <= limit) {
        const candidate = data.subarray(content, nextEnd);
        if (accept?.(candidate) ?? true) {
          this.found = candidate;
          return data.length;
        }
      }
      from = at + 1;
    }
  }
}

/** Feeds `pieces` to `landmarks` until all of them are found or the pieces end. */
export async function findLandmarks(
  pieces: AsyncIterable<Uint8Array>,
  landmarks: readonly Landmark[],
): Promise<void> {
  for await (const piece of pieces) {
    const found = landmarks.map((landmark) => landmark.push(piece));
    if (found.every(Boolean)) return;
  }
}
