// URLs among the options of an executor.
import { IsoError } from 'iso-core';

/** Error: `URL_INVALID`. */
export function assertUrl(
  option: string,
  url: string | undefined,
  hint = 'Give the URL with its scheme.',
): void {
  if (url === undefined || /^https?:\/\//i.test(url)) return;
  throw new IsoError('URL_INVALID', `--${option}: expected an http or https URL, found ${url}`, {
    hint,
    details: { option, url },
  });
}
