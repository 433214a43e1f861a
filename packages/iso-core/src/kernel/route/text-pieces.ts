// Reads a text file in pieces that end with a line, so that no piece is large and no line is cut: large
// strings stay in memory until the next collection of all garbage, and a kernel's source has many.
import { closeSync, openSync, readSync } from 'node:fs';

const NEWLINE = 0x0a;

/** Shared by all reads: each is over before the next begins. It grows with the longest line. */
let buffer = Buffer.alloc(256 * 1024);

/** The file's bytes as Latin-1. Rejects nothing: throws what opening and reading throw. */
export function* textPieces(file: string): Generator<string, void, undefined> {
  const descriptor = openSync(file, 'r');
  try {
    let kept = 0;
    for (;;) {
      const end = kept + readSync(descriptor, buffer, kept, buffer.length - kept, null);
      if (end === kept) {
        if (kept > 0) yield buffer.toString('latin1', 0, kept);
        return;
      }
      const cut = buffer.subarray(0, end).lastIndexOf(NEWLINE) + 1;
      if (cut > 0) yield buffer.toString('latin1', 0, cut);
      buffer.copyWithin(0, cut, end);
      kept = end - cut;
      if (kept === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    }
  } finally {
    closeSync(descriptor);
  }
}
