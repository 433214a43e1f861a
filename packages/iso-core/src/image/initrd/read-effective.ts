// Reads a whole initrd once and keeps what it unpacks to: names, attributes and digests, and the
// contents that were asked for.
import { createHash, type Hash } from 'node:crypto';
import type { ByteSource } from '../bytes/index.js';
import type { CpioHeader } from './cpio-header.js';
import { EffectiveInitrd } from './effective.js';
import { decodeName } from './entry-name.js';
import { checkLimit, defaultInitrdLimits, type InitrdLimits } from './limits.js';
import { RootModel, type Written } from './root-model.js';
import { walkInitrd, type WalkHandler } from './walk.js';

/**
 * What to do with the content of a regular file. `content` includes the digest and is let go of once
 * `take` has seen it; `keep` is for what `take` keeps: it counts against the limit for good.
 */
export type ContentWish = 'skip' | 'digest' | 'content' | 'keep';

/** A regular file whose content was asked for. */
export interface FileContent {
  readonly path: string;
  readonly sha256: string;
  readonly content: Uint8Array;
}

export interface ReadEffectiveOptions<Value> {
  readonly limits?: Partial<InitrdLimits>;
  /** Called with the real path of each regular file as it comes. Default: `digest` for all. */
  readonly onFile?: (path: string, size: number) => ContentWish;
  /**
   * Makes something of a content, which is let go of afterwards; files come one by one. Without
   * it contents are kept, within the limits. A file that a later entry overwrites comes again.
   */
  readonly take?: (file: FileContent) => Value | Promise<Value>;
}

/**
 * Reads `source` as the kernel would unpack it.
 * Errors: `INITRD_CORRUPT`, `INITRD_COMPRESSION_UNSUPPORTED`, `INITRD_TOO_LARGE`.
 */
export async function readEffectiveInitrd<Value = never>(
  source: ByteSource,
  options: ReadEffectiveOptions<Value> = {},
): Promise<EffectiveInitrd<Value>> {
  const limits = { ...defaultInitrdLimits, ...options.limits };
  const reader = new EffectiveReader(source.name, limits, options.onFile ?? (() => 'digest'));
  const walk = walkInitrd(source, reader, limits);
  for (;;) {
    const step = await walk.next();
    for (const done of reader.takeFinished()) {
      if (options.take !== undefined) await reader.hand(done, options.take);
    }
    if (step.done === true) {
      return new EffectiveInitrd<Value>(step.value, reader.model.oddities, reader.model.root);
    }
  }
}

interface Finished {
  readonly written: Written;
  readonly sha256: string;
  readonly content: Uint8Array;
  readonly isKept: boolean;
}

class EffectiveReader implements WalkHandler {
  readonly model = new RootModel();
  private current: Written | undefined;
  private hash: Hash | undefined;
  private pieces: Buffer[] | undefined;
  private isKept = false;
  private kept = 0;
  private finished: Finished[] = [];

  constructor(
    private readonly name: string,
    private readonly limits: InitrdLimits,
    private readonly onFile: (path: string, size: number) => ContentWish,
  ) {}

  member(index: number): void {
    this.model.beginMember(index);
  }

  entry(header: CpioHeader, name: Uint8Array, linkTarget: Uint8Array | undefined): void {
    const target = linkTarget === undefined ? undefined : decodeName(linkTarget);
    this.current = this.model.unpack(header, decodeName(name), target);
    if (this.current === undefined) return;
    const { path, file } = this.current;
    const wish = this.onFile(path, file.size);
    this.hash = wish === 'skip' ? undefined : createHash('sha256');
    const isWanted = wish === 'content' || wish === 'keep';
    this.pieces = isWanted ? [] : undefined;
    this.isKept = wish === 'keep';
    if (!isWanted) return;
    const { maxContentBytes, maxKeptBytes } = this.limits;
    checkLimit(this.name, `bytes of ${path}`, file.size, maxContentBytes);
    this.kept += file.size;
    checkLimit(this.name, 'bytes of contents in memory', this.kept, maxKeptBytes);
  }

  data(piece: Uint8Array): void {
    this.hash?.update(piece);
    this.pieces?.push(Buffer.from(piece));
  }

  end(): void {
    const { current: written, hash, pieces } = this;
    this.current = this.hash = this.pieces = undefined;
    if (written === undefined || hash === undefined) return;
    const sha256 = hash.digest('hex');
    written.file.sha256 = sha256;
    if (pieces === undefined) return;
    const content = Buffer.concat(pieces);
    written.file.content = content;
    this.finished.push({ written, sha256, content, isKept: this.isKept });
  }

  trailer(): void {
    this.model.forgetHardLinks();
  }

  takeFinished(): Finished[] {
    const { finished } = this;
    this.finished = [];
    return finished;
  }

  async hand<Value>(
    { written, sha256, content, isKept }: Finished,
    take: (file: FileContent) => Value | Promise<Value>,
  ): Promise<void> {
    const value = await take({ path: written.path, sha256, content });
    if (!isKept) this.kept -= content.byteLength;
    if (written.file.content !== content) return;
    written.file.content = undefined;
    written.file.value = value;
  }
}
