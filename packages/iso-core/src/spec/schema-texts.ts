// The texts of an ISO spec: names, paths, URLs and digests that are safe to pass on as data.
import { z } from 'zod';

/** A name without a folder, which no file system, command line or shell reads as anything else. */
export const plainName = (expected: string) =>
  z
    .string(expected)
    .max(100, expected)
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_+-]|\.(?!\.))*$/, expected);

const PATH = 'a path, relative to the spec or absolute';

export const localPath = z
  .string(PATH)
  .min(1, PATH)
  .max(4096, PATH)
  .regex(/^[^\u0000-\u001f\u007f]*$/, `${PATH}, without control characters`)
  .refine((path) => !/^~(?:\/|$)/.test(path), `${PATH} (~ is not expanded)`)
  .meta({ description: 'A path, relative to the spec or absolute.' });

const URL_EXPECTED = 'an http or https URL without a user name, password or fragment';

export const httpUrl = z
  .string(URL_EXPECTED)
  .max(4096, URL_EXPECTED)
  .regex(/^https?:\/\/[^\s#\\\u0000-\u001f\u007f]+$/, URL_EXPECTED)
  .refine(isPlainUrl, URL_EXPECTED)
  .meta({ description: 'An http or https URL.' });

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

const DIGEST = 'a SHA-256 digest: 64 hexadecimal digits';

export const digest = z
  .string(DIGEST)
  .regex(/^[0-9a-fA-F]{64}$/, DIGEST)
  .meta({ description: 'The SHA-256 digest that the file must have.' });

const TASK = 'an Nx task, project and target, such as "lab:base-iso"';

export const nxTask = z.string(TASK).regex(/^[^:\s]+:[^:\s]+$/, TASK);
