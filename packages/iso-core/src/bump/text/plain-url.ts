// Which URLs can stand anywhere as they are: unquoted in a shell's command, in YAML, in a list.
import { cleanLine, IsoError } from '../../runtime/index.js';

const PLAIN = /^(?:https?|file):\/\/[\w\-.~:/%+@=]+\.iso$/;

/** Throws `BUMP_URL_UNWRITABLE` where `place` would need to quote the URL. */
export function checkPlainUrl(url: string, place: string): void {
  if (PLAIN.test(url)) return;
  const shown = cleanLine(url, 200);
  throw new IsoError(
    'BUMP_URL_UNWRITABLE',
    `${place}: expected a URL of letters, digits and -._~:/%+@= that ends in .iso, found ${shown}`,
    {
      hint: 'Publish the ISO under a plain name and URL, or percent-encode the other characters.',
      details: { place, url },
    },
  );
}
