// From what a spec says to a commit of the repository, and to the release that it belongs to.
import { IsoError } from '../../runtime/index.js';
import { nearestTags } from '../releases/resolve-release.js';
import { compareVersions, parseVersion, type Version } from '../releases/version.js';
import type { Mirror } from './mirror.js';
import { parseReference, type MinikubeReference } from './reference.js';

export interface ResolvedCommit {
  /** The whole SHA-1. */
  readonly commit: string;
  /** The first release that contains it: `v1.9.2`; none where that is allowed. */
  readonly release?: string;
}

interface ReleasedTag {
  readonly tag: string;
  readonly version: Version;
  readonly commit: string;
}

/**
 * The commit that `text` names. The mirror is fetched only when it does not know the answer: what is
 * released stays as it is. Errors: `REFERENCE_INVALID`, `RELEASE_UNKNOWN` with the nearest ones,
 * `COMMIT_UNKNOWN`, `COMMIT_AMBIGUOUS`, `COMMIT_UNRELEASED`, `REPOSITORY_UNREACHABLE`.
 */
export async function resolveCommit(
  mirror: Mirror,
  text: string,
  allowUnreleased: boolean,
): Promise<ResolvedCommit> {
  const reference = parseReference(text);
  const known = await lookUp(mirror, reference);
  if (known?.release !== undefined) return known;
  await mirror.fetch();
  const found = await lookUp(mirror, reference);
  if (found === undefined) throw await notFound(mirror, reference);
  if (found.release === undefined && !allowUnreleased) throw unreleased(found.commit);
  return found;
}

async function lookUp(
  mirror: Mirror,
  reference: MinikubeReference,
): Promise<ResolvedCommit | undefined> {
  const releases = await releasedTags(mirror);
  if (reference.kind === 'version') {
    const release = releases.find(({ tag }) => tag === reference.tag);
    return release === undefined ? undefined : { commit: release.commit, release: release.tag };
  }
  const commit = await commitWith(mirror, reference.digits);
  if (commit === undefined) return undefined;
  const release = await releaseOf(mirror, commit, releases);
  return { commit, ...(release === undefined ? {} : { release }) };
}

/** Those whose name is a version, the oldest first. */
async function releasedTags(mirror: Mirror): Promise<ReleasedTag[]> {
  // The second commit is there where the tag is an object of its own, which has the first name.
  const format = '--format=%(refname:strip=2) %(objectname) %(*objectname)';
  const lines = (await mirror.git(['for-each-ref', format, 'refs/tags'])).split('\n');
  const tags = lines.flatMap((line): ReleasedTag[] => {
    const [tag = '', object = '', peeled = ''] = line.split(' ');
    const version = tag.startsWith('v') ? parseVersion(tag) : undefined;
    return version === undefined ? [] : [{ tag, version, commit: peeled === '' ? object : peeled }];
  });
  return tags.sort((one, other) => compareVersions(one.version, other.version));
}

/** By its digits alone: a branch could have the name of a commit. */
async function commitWith(mirror: Mirror, digits: string): Promise<string | undefined> {
  const objects = await mirror.git(['rev-parse', `--disambiguate=${digits}`]);
  if (objects === '') return undefined;
  const kinds = await mirror.git(['cat-file', '--batch-check'], { input: objects });
  const commits = [...kinds.matchAll(/^([0-9a-f]{40}) commit /gm)].map(([, commit = '']) => commit);
  if (commits.length <= 1) return commits[0];
  throw new IsoError('COMMIT_AMBIGUOUS', `${commits.length} commits begin with ${digits}`, {
    hint: `Name one by more digits: ${commits.join(', ')}`,
    details: { digits, commits },
  });
}

async function releaseOf(
  mirror: Mirror,
  commit: string,
  releases: readonly ReleasedTag[],
): Promise<string | undefined> {
  const own = releases.find((release) => release.commit === commit);
  if (own !== undefined) return own.tag;
  const containing = (await mirror.git(['tag', '--contains', commit])).split('\n');
  return releases.find(({ tag }) => containing.includes(tag))?.tag;
}

async function notFound(mirror: Mirror, reference: MinikubeReference): Promise<IsoError> {
  if (reference.kind === 'commit') {
    return new IsoError('COMMIT_UNKNOWN', `The repository has no commit ${reference.digits}`, {
      hint: 'Only commits of branches and tags are known; check the digits and "source.repository".',
      details: { digits: reference.digits },
    });
  }
  const { tag, version } = reference;
  const tags = (await releasedTags(mirror)).map((release) => release.tag);
  const nearest = nearestTags(version, tags);
  return new IsoError('RELEASE_UNKNOWN', `The repository has no release ${tag}`, {
    hint: `Near to it are ${nearest.join(', ')}; the newest is ${tags.at(-1) ?? 'none'}.`,
    details: { tag, nearest },
  });
}

function unreleased(commit: string): IsoError {
  return new IsoError('COMMIT_UNRELEASED', `No release of minikube contains the commit ${commit}`, {
    hint: 'Name a release, or say "source": { "allowUnreleased": true } in the spec.',
    details: { commit },
  });
}
