// What radosgw-admin prints of a user: its keys.
import { z } from 'zod';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const User = z.object({
  keys: z.tuple([z.object({ access_key: z.string(), secret_key: z.string() })]),
});

/** The one pair of keys of a new user. */
export function readCredentials(json: string): Credentials {
  const [{ access_key, secret_key }] = User.parse(JSON.parse(json)).keys;
  return { accessKeyId: access_key, secretAccessKey: secret_key };
}
