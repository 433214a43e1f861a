// A response's body as pieces to iterate over. Node drops what a stream has buffered when it fails;
// here whatever came before a cut is given out first, so that a resumed download need not ask again.
import type { Readable } from 'node:stream';

const QUEUED_BYTES = 1024 * 1024;

/** Takes pieces from `body` at once, holding about 1 MiB at most, and gives them out once. */
export function bodyPieces(body: Readable): AsyncIterable<Uint8Array> {
  const queue: Uint8Array[] = [];
  let queued = 0;
  let end: { readonly error: Error | undefined } | undefined;
  let wake: () => void = () => undefined;

  body.on('data', (piece: Uint8Array) => {
    queue.push(piece);
    queued += piece.length;
    if (queued > QUEUED_BYTES) body.pause();
    wake();
  });
  const finish = (error: Error | undefined) => {
    end ??= { error };
    wake();
  };
  body.on('end', () => finish(undefined));
  body.on('error', finish);
  body.on('close', () => finish(new Error('connection cut')));

  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          const piece = queue.shift();
          if (piece !== undefined) {
            queued -= piece.length;
            yield piece;
          } else if (end !== undefined) {
            if (end.error !== undefined) throw end.error;
            return;
          } else {
            body.resume();
            await new Promise<void>((resolve) => (wake = resolve));
          }
        }
      } finally {
        body.destroy();
      }
    },
  };
}
