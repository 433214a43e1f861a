// Published checksums: the `.sha256` beside an ISO, and kernel.org's list of a whole folder.
import { cleanLine, IsoError, isSha256 } from '../../runtime/index.js';

/**
 * The SHA-256 in a `.sha256` file: the bare digest, as minikube's are, or `digest  name` lines as
 * sha256sum writes (with the line of `name`, or the only one). Throws `CHECKSUM_FILE_INVALID`.
 */
export function parseChecksumFile(text: string, name: string): string {
  const entries = text.split('\n').map(parseEntry).filter(isEntry);
  const named = entries.find((entry) => entry.name === name);
  const [first, ...others] = entries;
  const chosen = named ?? (others.length === 0 && lineCount(text) === 1 ? first : undefined);
  if (chosen !== undefined) return chosen.sha256;
  throw new IsoError('CHECKSUM_FILE_INVALID', `No SHA-256 of ${name}: "${cleanLine(text, 80)}"`, {
    hint: 'A proxy or mirror may have answered with something else; give the digest as "sha256".',
    details: { name },
  });
}

/**
 * The SHA-256 of `name` in kernel.org's `sha256sums.asc` or the text that its signature covers.
 * Throws `CHECKSUM_NOT_LISTED`.
 */
export function findInChecksumList(text: string, name: string): string {
  const entry = text
    .split('\n')
    .map(parseEntry)
    .find((candidate) => candidate?.name === name);
  if (entry !== undefined) return entry.sha256;
  throw new IsoError('CHECKSUM_NOT_LISTED', `The published checksums do not list ${name}`, {
    hint: 'Check the version, try another mirror, or give the tarball’s digest as "kernel.source.sha256".',
    details: { name },
  });
}

interface Entry {
  readonly sha256: string;
  readonly name: string | undefined;
}

/** `digest`, `digest  name`, or `digest *name` for what was read as binary. */
function parseEntry(line: string): Entry | undefined {
  const match = /^\\?([0-9A-Fa-f]{64})(?: [ *]?(?:\.\/)?(\S.*))?$/.exec(line.trim());
  const sha256 = match?.[1]?.toLowerCase();
  return sha256 === undefined || !isSha256(sha256) ? undefined : { sha256, name: match?.[2] };
}

function isEntry(entry: Entry | undefined): entry is Entry {
  return entry !== undefined;
}

function lineCount(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length;
}
