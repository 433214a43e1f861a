// The edits that make a program say other ISO URLs.
import { IsoError } from '../../runtime/index.js';
import type { FileEdit } from '../text-edit.js';
import { checkPlainUrl } from '../text/index.js';
import { compose, type Texts } from './compose.js';
import { escapedFor } from './literal-text.js';
import type { ComputedSite, OtherUse, TypescriptSite, WrittenSite } from './site.js';

/**
 * The edits for the sites of one file: those that are wished get their new URL, all others keep theirs, and
 * the fewest literals change. Errors: `BUMP_URL_COMPUTED`, `BUMP_VARIABLE_SHARED`, `BUMP_NOT_COMPOSABLE`,
 * `BUMP_URL_UNWRITABLE`.
 */
export function typescriptEdits(
  sites: readonly TypescriptSite[],
  wishes: ReadonlyMap<TypescriptSite, string>,
): FileEdit[] {
  const wished = sites.flatMap((site) => {
    const url = wishes.get(site);
    if (site.kind === 'written') return [wishOf(site, url ?? site.url)];
    if (url !== undefined) throw computed(site);
    return [];
  });
  const texts = textsFor(wished);
  const edits = wished.flatMap(({ file, pieces }) =>
    pieces.flatMap(({ start, end, text: old, quote }) => {
      const text = texts.get(start) ?? old;
      return text === old ? [] : [{ file, start, end, text: escapedFor(quote, text) }];
    }),
  );
  return [...new Map(edits.map((edit) => [edit.start, edit])).values()];
}

interface Wish extends WrittenSite {
  readonly url: string;
}

function wishOf(site: WrittenSite, url: string): Wish {
  if (site.inCommand && url !== site.url) checkPlainUrl(url, `${site.file}:${site.line}`);
  return { ...site, url };
}

function textsFor(wishes: readonly Wish[]): Texts {
  const result = compose(wishes, ({ otherUse }) => otherUse === undefined);
  if ('texts' in result) return result.texts;
  const unbound = compose(wishes, () => true);
  if ('impossible' in unbound) throw notComposable(unbound.impossible);
  const { file, line, url, pieces } = result.impossible;
  const shared = pieces.find(
    ({ start, text, otherUse }) => otherUse !== undefined && unbound.texts.get(start) !== text,
  );
  if (shared?.otherUse === undefined) throw notComposable(result.impossible);
  throw sharedVariable(file, line, url, shared.otherUse);
}

function computed({ file, line, expression }: ComputedSite): IsoError {
  return new IsoError(
    'BUMP_URL_COMPUTED',
    `${file}:${line}: expected the ISO's URL in a literal, found ${expression}`,
    {
      hint: "Write it plainly there, or as the value of a constant in the same file: const ISO_URL = 'https://…/minikube.iso'.",
      details: { file, line, expression },
    },
  );
}

function sharedVariable(
  file: string,
  line: number,
  url: string,
  { variable, line: other }: OtherUse,
): IsoError {
  return new IsoError(
    'BUMP_VARIABLE_SHARED',
    `${file}:${line}: ${url} needs another value of ${variable}, which line ${other} uses for something else`,
    {
      hint: `Give the ISO's URL a constant of its own in place of ${variable}.`,
      details: { file, line, variable, otherUse: other, url },
    },
  );
}

function notComposable({ file, line, url }: Wish): IsoError {
  return new IsoError(
    'BUMP_NOT_COMPOSABLE',
    `${file}:${line}: expected one way to make ${url} out of the parts there, found none`,
    {
      hint: 'Write that URL there in one literal; the next bump changes it by itself.',
      details: { file, line, url },
    },
  );
}
