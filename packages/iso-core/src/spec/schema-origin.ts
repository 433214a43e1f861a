// The part of an ISO spec that says where a file is: a path or a URL, and its digest.
import { z } from 'zod';
import { digest, httpUrl, localPath, nxTask } from './schema-texts.js';

/** JSON schema for editors: exactly one of the keys is there. The check itself is `requireOneOf`. */
export function oneOfKeys(...keys: readonly string[]) {
  return { oneOf: keys.map((key) => ({ required: [key] })) };
}

/** Adds an issue unless exactly one of the keys is there. */
export function requireOneOf(keys: readonly string[], value: object, context: z.RefinementCtx) {
  const present = keys.filter((key) => Object.hasOwn(value, key));
  if (present.length === 1) return;
  context.addIssue({
    code: 'custom',
    message: `either ${keys.map((key) => `"${key}"`).join(' or ')}`,
    params: { found: present.length === 0 ? 'neither' : 'both' },
  });
}

export function fileOrigin(description: string) {
  return z
    .strictObject({
      path: localPath.exactOptional(),
      url: httpUrl.exactOptional(),
      sha256: digest.exactOptional(),
      producedBy: nxTask
        .meta({
          description: 'The Nx task that makes the file; a build of this ISO runs it first.',
        })
        .exactOptional(),
    })
    .superRefine((value, context) => requireOneOf(['path', 'url'], value, context))
    .meta({ description, ...oneOfKeys('path', 'url') });
}
