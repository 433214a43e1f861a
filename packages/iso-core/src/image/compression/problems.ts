// What decompressing bytes from outside can meet.
import { IsoError } from '../../runtime/index.js';

/** `COMPRESSED_DATA_DAMAGED`: `name` does not decompress. */
export function damaged(name: string, what: string, cause?: unknown): IsoError {
  return new IsoError('COMPRESSED_DATA_DAMAGED', `${name}: ${what}`, {
    hint: 'The image is cut short or damaged: fetch it again and compare its sha256.',
    ...(cause === undefined ? {} : { cause }),
    details: { name },
  });
}

/** `IMAGE_DECOMPRESSION_BOMB`: `name` holds more than it may. */
export function tooMuch(name: string, limit: number): IsoError {
  return new IsoError(
    'IMAGE_DECOMPRESSION_BOMB',
    `${name}: decompresses to more than ${limit} bytes, the limit for it`,
    {
      hint: 'The image is damaged or was made to harm: compare its sha256 with the publisher’s.',
      details: { name, limit },
    },
  );
}
