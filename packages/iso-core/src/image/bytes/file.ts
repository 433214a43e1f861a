// A file as a byte source. The file is opened once; a file that is cut or written to meanwhile is
// noticed, one that is replaced by a rename is not ours any more and does no harm.
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { IsoError } from '../../runtime/index.js';
import { checkRange, type ByteSource } from './source.js';

/** The most that one system call is asked for: 16 MiB. */
const CHUNK = 16 * 1024 * 1024;

interface Stamp {
  readonly size: number;
  readonly modified: bigint;
}

/**
 * Opens a regular file for reading.
 * Errors: `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `NOT_A_FILE`; while reading also `IMAGE_TRUNCATED`
 * and `FILE_CHANGED`.
 */
export async function openFile(path: string): Promise<ByteSource> {
  const handle = await openHandle(path);
  try {
    const opened = await stampOf(handle, path);
    return new FileSource(path, handle, opened);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

class FileSource implements ByteSource {
  bytesRead = 0;
  readonly size: number;

  constructor(
    readonly name: string,
    private readonly handle: FileHandle,
    private readonly opened: Stamp,
  ) {
    this.size = opened.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this, offset, length);
    const result = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const chunk = Math.min(CHUNK, length - filled);
      const { bytesRead } = await this.handle.read(result, filled, chunk, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.bytesRead += filled;
    await this.checkUnchanged();
    if (filled < length) checkRange({ name: this.name, size: offset + filled }, offset, length);
    return result;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async checkUnchanged(): Promise<void> {
    const now = await stampOf(this.handle, this.name);
    if (now.size === this.opened.size && now.modified === this.opened.modified) return;
    throw new IsoError(
      'FILE_CHANGED',
      `${this.name} was written to while it was read: ${this.opened.size} bytes when opened, now ${now.size}`,
      {
        hint: 'Wait until whatever writes the file has ended, then run again.',
        details: { path: this.name, sizeBefore: this.opened.size, sizeNow: now.size },
      },
    );
  }
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    // Non-blocking, because opening a named pipe would wait for its writer for ever.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw missing
      ? new IsoError('FILE_NOT_FOUND', `${path}: there is no such file`, {
          hint: 'Check the path; paths in a spec are relative to the spec.',
          cause,
          details: { path },
        })
      : new IsoError('FILE_UNREADABLE', `${path} cannot be opened for reading`, {
          hint: 'Check who may read the file and its folders.',
          cause,
          details: { path },
        });
  }
}

async function stampOf(handle: FileHandle, path: string): Promise<Stamp> {
  const stat = await handle.stat({ bigint: true });
  if (!stat.isFile()) {
    throw new IsoError('NOT_A_FILE', `${path} is not a regular file`, {
      hint: 'Give the path of an image file, not of a folder or a device.',
      details: { path },
    });
  }
  return { size: Number(stat.size), modified: stat.mtimeNs };
}
