// From the version in a spec to a release, or to the reason why there is none.
import { type Architecture, cleanLine, IsoError } from '../../runtime/index.js';
import { knownReleases, type Release, type ReleaseTag } from './release.js';
import { compareVersions, parseVersion, type Version } from './version.js';

/**
 * The release of a version, with or without `v`. Throws `RELEASE_NOT_A_VERSION` for a branch name and
 * everything else that is no released version, `RELEASE_UNKNOWN` with the nearest ones, or
 * `RELEASE_WITHOUT_ISO_VERSION` for those before v0.17.0.
 */
export function resolveRelease(version: string): Release {
  const wanted = parseVersion(version.trim());
  if (wanted === undefined) throw notAVersion(version);
  const tag = `v${wanted.join('.')}`;
  const release = knownReleases().find((known) => known.tag === tag);
  if (release === undefined) throw unknownRelease(tag, wanted);
  if (!hasIso(release)) {
    throw new IsoError('RELEASE_WITHOUT_ISO_VERSION', `minikube ${tag} names no ISO of its own`, {
      hint: `The first release that does is ${firstWithIso()}; or name an ISO as "base".`,
      details: { tag },
    });
  }
  return release;
}

/** Throws `RELEASE_WITHOUT_ARCHITECTURE` if there is no ISO of the release for `architecture`. */
export function assertArchitecture(release: ReleaseTag, architecture: Architecture): void {
  if (release.architectures.includes(architecture)) return;
  const first = knownReleases().find(({ architectures }) => architectures.includes(architecture));
  const has = release.architectures.join(', ');
  throw new IsoError(
    'RELEASE_WITHOUT_ARCHITECTURE',
    `minikube ${release.tag} has no ISO for ${architecture}, only for ${has}`,
    {
      hint: `The first release with one is ${first?.tag ?? 'unknown'}.`,
      details: { tag: release.tag, architecture, architectures: release.architectures },
    },
  );
}

function hasIso(release: ReleaseTag): release is Release {
  return release.isoVersion !== undefined;
}

function firstWithIso(): string {
  return knownReleases().find(hasIso)?.tag ?? 'unknown';
}

function newest(): string {
  return knownReleases().at(-1)?.tag ?? 'unknown';
}

function notAVersion(version: string): IsoError {
  const shown = cleanLine(version, 100);
  return new IsoError('RELEASE_NOT_A_VERSION', `"${shown}" is not a released version of minikube`, {
    hint: `Branches and pre-releases are not built from; name a release such as ${newest()}.`,
    details: { version: shown },
  });
}

function unknownRelease(tag: string, wanted: Version): IsoError {
  const nearest = nearestTags(
    wanted,
    knownReleases().map((known) => known.tag),
  );
  return new IsoError('RELEASE_UNKNOWN', `minikube ${tag} is not a known release`, {
    hint: `Near to it are ${nearest.join(', ')}; the newest known is ${newest()}. A newer one can be used by naming its ISO as "base".`,
    details: { tag, nearest },
  });
}

/** Of tags in their order, the two before a version, the later first, and the two after it. */
export function nearestTags(wanted: Version, tags: readonly string[]): string[] {
  const order = (tag: string) => compareVersions(parseVersion(tag) ?? [0, 0, 0], wanted);
  const before = tags.filter((tag) => order(tag) < 0);
  const after = tags.filter((tag) => order(tag) > 0);
  return [...before.slice(-2).reverse(), ...after.slice(0, 2)];
}
