// Takes exact amounts of bytes from a stream that arrives in pieces of any size.

/** Reads forward only. What lies within one piece is handed out without being copied. */
export class PieceReader {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);
  private used = 0;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.iterator = pieces[Symbol.asyncIterator]();
  }

  /** The next `length` bytes, or fewer when the stream ends before. */
  async take(length: number): Promise<Uint8Array> {
    if (this.used === this.piece.length && !(await this.next())) return new Uint8Array(0);
    if (length <= this.piece.length - this.used) return this.cut(length);
    const parts: Uint8Array[] = [];
    let missing = length;
    while (missing > 0) {
      if (this.used === this.piece.length && !(await this.next())) break;
      const part = this.cut(Math.min(missing, this.piece.length - this.used));
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** Tells the stream that nothing more is wanted. */
  async close(): Promise<void> {
    await this.iterator.return?.();
  }

  private cut(length: number): Uint8Array {
    const part = this.piece.subarray(this.used, this.used + length);
    this.used += length;
    return part;
  }

  private async next(): Promise<boolean> {
    for (;;) {
      const next = await this.iterator.next();
      if (next.done === true) return false;
      if (next.value.length === 0) continue;
      this.piece = next.value;
      this.used = 0;
      return true;
    }
  }
}
