// The part of an ISO spec that says from which sources of minikube an ISO is built.
import { z } from 'zod';
import { isOfficialRepository } from './official-repository.js';

const REPOSITORY = 'the URL of a git repository (https, http, ssh or file) without a password';

const SPACE = 'a whole number of GB from 1 to 10000';

export const sourceSettings = z
  .strictObject({
    repository: z
      .string(REPOSITORY)
      .max(4096, REPOSITORY)
      .regex(/^(?:https?|ssh|file):\/\/[^\s\\\u0000-\u001f\u007f]+$/, REPOSITORY)
      .refine(isWithoutPassword, REPOSITORY)
      .meta({
        description:
          'The repository of minikube, a copy or a fork of it: another than the official one needs a whole commit as "minikube".',
      })
      .exactOptional(),
    allowUnreleased: z
      .boolean('true or false')
      .meta({ description: 'Whether "minikube" may be a commit that no release contains.' })
      .exactOptional(),
    freeSpace: z
      .int(SPACE)
      .min(1, SPACE)
      .max(10_000, SPACE)
      .meta({
        description:
          'How many GB a build wants free in the cache folder before it begins. By default 100.',
      })
      .exactOptional(),
  })
  .meta({ description: 'The sources of minikube, for "engine": "source".' });

function isWithoutPassword(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return password === '' && (username === '' || protocol === 'ssh:');
}

/** A commit as `minikube` may name one: all of its digits, or at least the first seven. */
const COMMIT = /^[0-9a-fA-F]{7,40}$/;

/** What only one of the engines can do with `minikube` and `source`. */
export function checkSource(
  value: Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): void {
  const { minikube, source, engine } = value;
  const issue = (key: string, message: string) => {
    context.addIssue({ code: 'custom', path: [key], message });
  };
  const isCommit = typeof minikube === 'string' && COMMIT.test(minikube);
  if (engine !== 'source') {
    if (isCommit) issue('minikube', 'a released version (a commit is for "engine": "source")');
    if (source !== undefined) issue('source', 'nothing (it is for "engine": "source")');
    return;
  }
  const repository =
    typeof source === 'object' && source !== null && 'repository' in source
      ? source.repository
      : undefined;
  if (typeof repository !== 'string' || isOfficialRepository(repository)) return;
  if (isCommit && minikube.length === 40) return;
  issue(
    'minikube',
    'a whole commit of 40 hexadecimal digits (a repository that is not the official one may call anything a release)',
  );
}
