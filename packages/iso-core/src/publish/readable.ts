// Whether anybody may read what is published. What may not be read is no publication, and is known by its
// smallest object, before the large one is sent.
import { httpRequest, IsoError, isIsoError, type Environment } from '../runtime/index.js';
import { lookAgain } from './look-again.js';

export interface ReadableOptions {
  /** Of an object that is in the store: what lies in between may keep for long that there is none. */
  readonly url: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
}

/**
 * Asks for `url` without credentials. Errors: `PUBLISHED_NOT_READABLE` for 403, and for 404 that stays for
 * some seconds. Any other answer, or none, says nothing of rights: reading the ISO back will.
 */
export async function assertReadable(options: ReadableOptions): Promise<void> {
  const look = async () => {
    const status = await statusOf(options);
    return status === 404 ? undefined : { status };
  };
  const { status } = (await lookAgain(look, options.signal)) ?? { status: 404 };
  if (status === 403 || status === 404) throw notReadable(options.url, status);
}

async function statusOf({ url, env, signal }: ReadableOptions): Promise<number | undefined> {
  try {
    const response = await httpRequest(url, { env, signal });
    response.discard();
    return response.status;
  } catch (error) {
    if (isIsoError(error, 'NETWORK_ERROR')) return undefined;
    throw error;
  }
}

/** `url` has answered `status` to who has no credentials. */
export function notReadable(url: string, status: number, cause?: unknown): IsoError {
  return new IsoError(
    'PUBLISHED_NOT_READABLE',
    `${url} was uploaded, and nobody may read it (${status})`,
    {
      hint: 'Let the bucket’s policy allow s3:GetObject to everyone for these keys, or set "publish.publicUrl" to where they are read from; then publish again.',
      cause,
      details: { url },
    },
  );
}
