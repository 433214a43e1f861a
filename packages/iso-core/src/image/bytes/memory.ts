// Bytes that are in memory already, as a source.
import { checkRange, type ByteSource } from './source.js';

/** A source over `bytes`, which must not change while it is used. */
export function bytesSource(bytes: Uint8Array, name = 'bytes'): ByteSource {
  let bytesRead = 0;
  const source = {
    name,
    size: bytes.byteLength,
    get bytesRead() {
      return bytesRead;
    },
    read(offset: number, length: number): Promise<Uint8Array> {
      return Promise.resolve().then(() => {
        checkRange(source, offset, length);
        bytesRead += length;
        return Uint8Array.prototype.slice.call(bytes, offset, offset + length);
      });
    },
    close: () => Promise.resolve(),
  };
  return source;
}
