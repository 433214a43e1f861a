// Small text files of the net: checksums and the like.
import type { Environment } from './dispatcher.js';
import { fromMirrors, type MirrorOptions, statusFailure, TransferFailure } from './mirrors.js';
import { httpRequest } from './request.js';
import { displayUrl, parseHttpUrl } from './url.js';

export interface FetchTextOptions extends MirrorOptions {
  /** Default: 1 MiB. */
  readonly maxBytes?: number;
  readonly env?: Environment | undefined;
  readonly stallMilliseconds?: number | undefined;
}

export interface FetchedText {
  readonly text: string;
  /** The address that served, without credentials and query. */
  readonly url: string;
}

/** The UTF-8 text at the first of `urls` that has it; rejects as `download` does. */
export async function fetchText(
  urls: readonly string[],
  options: FetchTextOptions = {},
): Promise<FetchedText> {
  for (const url of urls) parseHttpUrl(url);
  const maxBytes = options.maxBytes ?? 1024 * 1024;
  return fromMirrors(urls, options, async (url) => {
    const response = await httpRequest(url, options);
    try {
      if (response.status !== 200) throw statusFailure(response.status);
      const pieces: Uint8Array[] = [];
      let size = 0;
      for await (const piece of response.body) {
        size += piece.length;
        pieces.push(piece);
        if (size > maxBytes) {
          throw new TransferFailure('too large', `at most ${maxBytes} bytes are taken`, false);
        }
      }
      return { text: Buffer.concat(pieces).toString('utf8'), url: displayUrl(url) };
    } finally {
      response.discard();
    }
  });
}
