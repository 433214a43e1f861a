// The edits that make a Makefile say other ISOs.
import { IsoError } from '../../runtime/index.js';
import type { FileEdit } from '../text-edit.js';
import { compose, type Texts } from './compose.js';
import { connected } from './connected.js';
import type { Piece } from './expand.js';
import { writtenText } from './expression.js';
import { lineOf, type Makefile, placeOf, unreadIncludes } from './makefile.js';
import type { Reference } from './references.js';
import { otherUse } from './shared-use.js';
import { type MakefileSite, surveyed } from './sites.js';
import { writtenUrl } from './written-url.js';

/**
 * The edits after which every site of `wishes` says the URL that is wished for it, and all others what they
 * said. As few texts as possible change, and none that something else is made of.
 *
 * @throws IsoError `BUMP_URL_COMPUTED`, `BUMP_VARIABLE_SHARED`, `BUMP_NOT_COMPOSABLE` or
 *   `BUMP_URL_UNWRITABLE`
 */
export function editsFor(
  makefile: Makefile,
  wishes: ReadonlyMap<MakefileSite, string>,
): FileEdit[] {
  for (const [site] of wishes) if (site.computed !== undefined) throw urlComputed(makefile, site);
  const urls = surveyed(makefile).sites.map((site) => ({
    site,
    parts: site.pieces,
    wanted: wishes.get(site) ?? site.url,
  }));
  return connected(urls, pieceKey)
    .filter((group) => group.some(({ site, wanted }) => wanted !== site.url))
    .flatMap((group) => editsOf(makefile, group));
}

interface WantedUrl {
  readonly site: MakefileSite;
  readonly parts: readonly Piece[];
  readonly wanted: string;
}

function editsOf(makefile: Makefile, urls: readonly WantedUrl[]): FileEdit[] {
  const pieces = preferred(urls);
  const { survey } = surveyed(makefile);
  const uses = new Map(pieces.map((piece) => [piece, otherUse(survey, piece)]));
  const free = pieces.filter((piece) => uses.get(piece) === undefined);
  const texts = compose(urls, free);
  if (texts === undefined) throw notPossible(makefile, urls, uses, compose(urls, pieces));
  return [...texts].map(([piece, text]) => {
    const { file, start, end } = piece;
    const place = { file, line: lineOf(makefile, file, start) };
    return { file, start, end, text: writtenUrl(text, piece, place) };
  });
}

/** The deepest variables are there to be changed; of equals the later says more about which ISO it is. */
function preferred(urls: readonly WantedUrl[]): Piece[] {
  const rank = new Map<Piece, number>();
  for (const { parts } of urls) {
    parts.forEach((piece, index) => {
      if (piece.file !== '') rank.set(piece, Math.max(rank.get(piece) ?? 0, index));
    });
  }
  return [...rank]
    .sort(([one, at], [other, otherAt]) => other.depth - one.depth || otherAt - at)
    .map(([piece]) => piece);
}

/** Where a piece stands, by which pieces of several URLs are one. */
function pieceKey({ file, start, end }: Piece): string {
  return `${file}:${start}:${end}`;
}

function urlComputed(
  makefile: Makefile,
  { file, line, computed = '', culprit }: MakefileSite,
): IsoError {
  const made =
    culprit === undefined || computed.includes(culprit.text)
      ? ''
      : `, made by ${JSON.stringify(culprit.text)} at ${culprit.file}:${culprit.line}`;
  const [include] = unreadIncludes(makefile);
  const at = include === undefined ? undefined : placeOf(makefile, include.text);
  const unread =
    include === undefined || at === undefined
      ? ''
      : `; what ${at.file}:${at.line} includes was not read: ${JSON.stringify(writtenText(include.text))}`;
  return new IsoError(
    'BUMP_URL_COMPUTED',
    `${file}:${line}: expected the URL of an ISO, or a variable that says it, and found ${JSON.stringify(computed)}${made}${unread}`,
    {
      hint:
        at === undefined
          ? 'Write the URL itself into a variable, such as `ISO_URL := https://…/minikube.iso`, and pass `--iso-url=$(ISO_URL)`.'
          : `Name the file that says the URL: --also=iso.mk. Or write its path plainly at ${at.file}:${at.line}.`,
      details: { file, line, expression: computed },
    },
  );
}

function notPossible(
  makefile: Makefile,
  urls: readonly WantedUrl[],
  uses: ReadonlyMap<Piece, Reference | undefined>,
  anyhow: Texts<Piece> | undefined,
): IsoError {
  for (const [piece] of anyhow ?? []) {
    const use = uses.get(piece);
    if (use !== undefined) return variableShared(makefile, piece, use);
  }
  const changed = urls.find(({ site, wanted }) => wanted !== site.url) ?? urls[0];
  const { file = '', line = 0, url = '' } = changed?.site ?? {};
  return new IsoError(
    'BUMP_NOT_COMPOSABLE',
    `${file}:${line}: the texts that make up ${url} cannot make up ${changed?.wanted ?? ''}`,
    {
      hint: `Write it at ${file}:${line} as one text: ${changed?.wanted ?? ''}`,
      details: { file, line, found: url, expected: changed?.wanted },
    },
  );
}

function variableShared(makefile: Makefile, piece: Piece, use: Reference): IsoError {
  const { file, start, assignment } = piece;
  const name = assignment?.name ?? '';
  const at = placeOf(makefile, use.within, use.at);
  const line = lineOf(makefile, file, start);
  return new IsoError(
    'BUMP_VARIABLE_SHARED',
    `${file}:${line}: ${name} would have to change, which ${at.file}:${at.line} uses for something else than the URL of an ISO`,
    {
      hint: `Give the ISO a variable of its own instead of ${name}.`,
      details: { variable: name, file, line, use: at },
    },
  );
}
