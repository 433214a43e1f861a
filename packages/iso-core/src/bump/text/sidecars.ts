// The files that publish-iso puts beside an ISO: their URLs are made of the ISO's own, and go with it. minikube
// refuses an ISO by a stale checksum.

const ISO = '.iso';

/** What such a URL has where the ISO's has `.iso`. */
const ENDS = ['.iso.sha256', '.manifest.json'] as const;

/** The URL of the ISO that a file is beside; undefined of any other URL. */
export function isoBeside(url: string): string | undefined {
  const end = endOf(url);
  return end === undefined ? undefined : `${url.slice(0, -end.length)}${ISO}`;
}

/** `iso`, or the URL of the same file beside it as `url` is of. */
export function likeIn(url: string, iso: string): string {
  const end = endOf(url);
  return end === undefined ? iso : `${iso.slice(0, -ISO.length)}${end}`;
}

function endOf(url: string): string | undefined {
  return ENDS.find((end) => url.endsWith(end));
}
