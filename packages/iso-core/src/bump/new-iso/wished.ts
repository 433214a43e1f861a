// Which published ISO a bump moves to, for each architecture.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bucketPlace,
  isoNameFor,
  keysOf,
  listPublished,
  publicationDate,
  publicationSchema,
  urlOf,
  type ListedIso,
  type Publication,
} from '../../publish/index.js';
import {
  displayUrl,
  IsoError,
  systemCode,
  type Architecture,
  type Environment,
  type Progress,
} from '../../runtime/index.js';
import type { IsoSpec } from '../../spec/index.js';
import { isIsoUrl } from '../url-site.js';
import type { NewIso } from './new-iso.js';

export type BumpTarget =
  /** What this machine published last. */
  | { readonly kind: 'publication' }
  | { readonly kind: 'url'; readonly url: string }
  /** The newest in the bucket. */
  | { readonly kind: 'latest' }
  /** What is called by that date, `YYYY-MM-DD`. */
  | { readonly kind: 'date'; readonly date: string };

export interface WishedOptions {
  readonly target: BumpTarget;
  readonly spec: IsoSpec;
  /** Absolute. */
  readonly specPath: string;
  /** Absolute: where publish-iso writes. */
  readonly publishedFolder: string;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A URL, and what a publication on this machine says of it. */
export interface WishedIso {
  readonly url: string;
  readonly publication?: NewIso;
}

/**
 * At least one. Errors: `BUMP_NOTHING_PUBLISHED`, `PUBLICATION_INVALID`, `PUBLISH_DATE_INVALID`, `URL_INVALID`,
 * those of the bucket and of its list.
 */
export async function wishedIsos(options: WishedOptions): Promise<readonly WishedIso[]> {
  const { target, spec, env } = options;
  switch (target.kind) {
    case 'url':
      return [{ url: expectIsoUrl(target.url) }];
    case 'date': {
      const place = bucketPlace(spec, {}, env);
      const date = publicationDate(target.date, undefined);
      return spec.architectures.map((architecture) => {
        const name = isoNameFor(spec, architecture, { date });
        return { url: urlOf(place, keysOf({ ...place, name }).iso) };
      });
    }
    case 'latest':
      return newest(await listPublished(options), options);
    case 'publication':
      return published(options);
  }
}

/** The list is sorted, newest first. What somebody put there by hand has no manifest, and is none of ours. */
function newest(listed: readonly ListedIso[], { spec, env }: WishedOptions): WishedIso[] {
  const found = spec.architectures.flatMap((wanted) => {
    const iso = listed.find(
      ({ architecture, verified }) => architecture === wanted && verified !== undefined,
    );
    return iso === undefined ? [] : [{ url: iso.url }];
  });
  if (found.length > 0) return found;
  const { bucket, prefix } = bucketPlace(spec, {}, env);
  throw nothing(
    `s3://${bucket.name}/${prefix}: expected a published ISO for ${spec.architectures.join(' or ')}, found none`,
    'correct "publish.bucket" and "publish.prefix" of the spec, or say where it is: --url=https://….',
  );
}

async function published({ spec, publishedFolder }: WishedOptions): Promise<WishedIso[]> {
  const found: WishedIso[] = [];
  for (const architecture of spec.architectures) {
    const publication = await readPublication(publishedFolder, architecture);
    if (publication === undefined) continue;
    const { url, sha256, size, kernelRelease, requirements } = publication;
    const iso = { architecture, url, sha256, size, kernelRelease, requirements };
    found.push({ url, publication: iso });
  }
  if (found.length > 0) return found;
  throw nothing(
    `${publishedFolder}: expected the last publication, found none`,
    'or say where it is: --latest or --url=https://….',
  );
}

async function readPublication(
  folder: string,
  architecture: Architecture,
): Promise<Publication | undefined> {
  const file = join(folder, `publication-${architecture}.json`);
  try {
    const { data } = publicationSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (data?.architecture === architecture && isIsoUrl(data.url)) return data;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new IsoError('PUBLICATION_INVALID', `${file} is no publication of an ISO`, {
    hint: 'Publish again, which writes it anew, or bump with --url or --latest.',
    details: { file },
  });
}

/** It will stand in files that everybody reads. */
function expectIsoUrl(url: string): string {
  if (isIsoUrl(url) && URL.canParse(url)) {
    const { username, password } = new URL(url);
    if (username === '' && password === '') return url;
  }
  throw new IsoError(
    'URL_INVALID',
    `Expected the URL of an ISO, https://….iso or file:///….iso, without a password, found ${displayUrl(url)}`,
    { hint: 'Give the URL that publish-iso printed.' },
  );
}

function nothing(message: string, otherwise: string): IsoError {
  return new IsoError('BUMP_NOTHING_PUBLISHED', message, {
    hint: `Publish first (nx run <project>:publish-iso), ${otherwise}`,
  });
}
