// The beginning of a download, kept beside its destination between attempts and between runs, with
// what is needed to go on: where it came from and the server's mark for that version of the file.
import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainingWrites } from '../files/file-errors.js';

export interface PartialOrigin {
  readonly url: string;
  /** A strong ETag or a Last-Modified date: the value for If-Range (RFC 9110 §13.1.5). */
  readonly validator?: string;
}

const READ_BYTES = 1024 * 1024;

/** `<destination>.partial` and `<destination>.partial.json`. One process at a time. */
export class PartialFile {
  readonly path: string;
  readonly #originPath: string;

  constructor(destination: string) {
    this.path = `${destination}.partial`;
    this.#originPath = `${destination}.partial.json`;
  }

  /** Bytes that are there. */
  async size(): Promise<number> {
    return (await stat(this.path).catch(() => undefined))?.size ?? 0;
  }

  async origin(): Promise<PartialOrigin | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#originPath, 'utf8'));
      if (typeof value !== 'object' || value === null || !('url' in value)) return undefined;
      if (typeof value.url !== 'string') return undefined;
      const validator = 'validator' in value ? value.validator : undefined;
      return typeof validator === 'string' ? { url: value.url, validator } : { url: value.url };
    } catch {
      return undefined;
    }
  }

  /** Empties the file for bytes of `origin`. */
  async restart(origin: PartialOrigin): Promise<void> {
    await explainingWrites(this.path, async () => {
      await mkdir(dirname(this.path), { recursive: true });
      // First the bytes go, then the mark changes: no kill leaves old bytes under a new mark.
      if ((await this.size()) > 0) await truncate(this.path, 0);
      await writeFile(this.#originPath, JSON.stringify(origin));
    });
  }

  /**
   * Appends `pieces`, calling `accept` with the size so far before each is written. Resolves with the
   * digest of the whole file as it is on the disk: what was there before is read again.
   */
  async append(
    pieces: AsyncIterable<Uint8Array>,
    accept: (size: number) => void,
  ): Promise<{ sha256: string; bytes: number }> {
    return explainingWrites(this.path, async () => {
      const hash = createHash('sha256');
      let size = await this.#hashInto(hash);
      const file = await open(this.path, 'a');
      try {
        for await (const piece of pieces) {
          accept(size + piece.length);
          await file.appendFile(piece);
          hash.update(piece);
          size += piece.length;
        }
        await file.sync();
      } finally {
        await file.close();
      }
      return { sha256: hash.digest('hex'), bytes: size };
    });
  }

  /** Forgets where the bytes came from, once the file has been moved or must not be gone on with. */
  async forget(): Promise<void> {
    await rm(this.#originPath, { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    await this.forget();
  }

  async #hashInto(hash: Hash): Promise<number> {
    if ((await this.size()) === 0) return 0;
    const file = await open(this.path, 'r');
    let size = 0;
    try {
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, READ_BYTES);
        if (bytesRead === 0) return size;
        hash.update(buffer.subarray(0, bytesRead));
        size += bytesRead;
      }
    } finally {
      await file.close();
    }
  }
}
