// A source under a name that people know, and that stops when the work is cancelled.
import { checkRange, type ByteSource } from '../../image/bytes/index.js';
import { throwIfCancelled } from '../../runtime/index.js';

/** `source` as `name`; a read after `signal` was aborted rejects with the cancellation. */
export function watchedSource(
  source: ByteSource,
  name: string,
  signal: AbortSignal | undefined,
): ByteSource {
  const { size } = source;
  return {
    name,
    size,
    get bytesRead() {
      return source.bytesRead;
    },
    async read(offset, length) {
      throwIfCancelled(signal);
      checkRange({ name, size }, offset, length);
      return source.read(offset, length);
    },
    ...(source.stream && {
      async *stream(offset, length) {
        for await (const piece of source.stream?.(offset, length) ?? []) {
          throwIfCancelled(signal);
          yield piece;
        }
      },
    }),
    close: () => source.close(),
  };
}
