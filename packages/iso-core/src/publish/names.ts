// What an ISO is called where it is published. A name stands for one ISO for ever: minikube keeps what it
// once downloaded by the URL's last part.
import { IsoError, type Architecture } from '../runtime/index.js';
import { isoName, type IsoSpec } from '../spec/index.js';

export interface NameWish {
  /** The whole name, in place of one that is made. */
  readonly name?: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * `minikube-2026-11-22.iso` for a spec with the single architecture amd64, else
 * `minikube-2026-11-22-arm64.iso`. Errors: `PUBLISH_NAME_INVALID`.
 */
export function isoNameFor(
  { architectures, output }: Pick<IsoSpec, 'architectures' | 'output'>,
  architecture: Architecture,
  { name, date }: NameWish,
): string {
  const isSingle = architectures.length === 1 && architecture === 'amd64';
  if (name === undefined) return `${output.name}-${date}${isSingle ? '' : `-${architecture}`}.iso`;
  if (!isoName.safeParse(name).success) {
    throw invalid(name, 'a file name that ends in ".iso", without a folder');
  }
  if (architectures.length > 1 && !name.includes(architecture)) {
    throw invalid(
      name,
      `one with "${architecture}" in it, because each architecture has its own ISO`,
    );
  }
  return name;
}

/** The next name after `name`, which is taken: `…-2026-11-22-2.iso`, `…-2026-11-22-2-arm64.iso`. */
export function nextName(name: string): string {
  const [, stem = name, architecture = ''] = /^(.*?)(-amd64|-arm64)?\.iso$/.exec(name) ?? [];
  const [, before = stem, counter] = /^(.*-\d{4}-\d{2}-\d{2})-(\d+)$/.exec(stem) ?? [];
  const next = counter === undefined ? 2 : Number(counter) + 1;
  return `${before}-${next}${architecture}.iso`;
}

/**
 * The date that names are made of, in UTC: of `SOURCE_DATE_EPOCH` where it is set, else today.
 * Errors: `PUBLISH_DATE_INVALID`.
 */
export function publicationDate(
  given: string | undefined,
  epoch: string | undefined,
  now: () => Date = () => new Date(),
): string {
  const seconds = epoch === undefined || epoch === '' ? undefined : Number(epoch);
  const made = seconds === undefined ? now() : new Date(seconds * 1000);
  const date = given ?? (Number.isNaN(made.getTime()) ? '' : made.toISOString().slice(0, 10));
  if (isDate(date)) return date;
  throw new IsoError(
    'PUBLISH_DATE_INVALID',
    `Expected a date such as 2026-11-22, found ${given ?? epoch ?? ''}`,
    { hint: 'Correct --date or SOURCE_DATE_EPOCH.', details: { found: given ?? epoch } },
  );
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function invalid(found: string, expected: string): IsoError {
  return new IsoError(
    'PUBLISH_NAME_INVALID',
    `The name to publish under: expected ${expected}, found ${JSON.stringify(found)}`,
    { hint: 'Correct "publish.name" or --name.', details: { found } },
  );
}
