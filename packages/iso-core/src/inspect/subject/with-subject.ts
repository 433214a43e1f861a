// Opens what a path or a URL names, lends it to the work, and leaves nothing behind.
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile, openUrl } from '../../image/bytes/index.js';
import { downloadStep } from '../../minikube/index.js';
import {
  cleanLine,
  displayUrl,
  download,
  IsoError,
  parseHttpUrl,
  silentProgress,
  withTemporaryFolder,
} from '../../runtime/index.js';
import { digestBesideFile, digestBesideUrl } from './published-digest.js';
import type { Subject, SubjectOptions } from './subject.js';
import { watchedSource } from './watched-source.js';

/** Twenty times the largest ISO of minikube. */
const MOST_BYTES = 8 * 1024 ** 3;

/**
 * Gives `work` the ISO that `location` names: a path, a `file:` URL, or an http(s) URL, which is read by
 * ranges at depth `kernel` and downloaded at depth `content`, to a folder that is removed afterwards.
 * Errors: `URL_INVALID`, those of `openFile`, of `openUrl`, of `download` and of `fetchText`.
 */
export async function withSubject<T>(
  location: string,
  options: SubjectOptions,
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  if (!isUrl(location)) return withFile(location, resolve(options.folder, location), options, work);
  if (location.startsWith('file:')) return withFile(location, pathOf(location), options, work);
  parseHttpUrl(location);
  return options.depth === 'content'
    ? withDownload(location, options, work)
    : withUrl(location, options, work);
}

/** The depth that an ISO is looked at when none is asked for. */
export function defaultDepth(location: string): Subject['depth'] {
  return isUrl(location) && !location.startsWith('file:') ? 'kernel' : 'content';
}

async function withFile<T>(
  name: string,
  path: string,
  { depth = 'content', signal }: SubjectOptions,
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  const file = await openFile(path);
  try {
    const published = await digestBesideFile(path);
    return await work({
      name,
      origin: 'file',
      depth,
      size: file.size,
      source: watchedSource(file, name, signal),
      path,
      ...(published === undefined ? {} : { published }),
    });
  } finally {
    await file.close();
  }
}

async function withUrl<T>(
  url: string,
  options: SubjectOptions,
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  const { signal, env, stallMilliseconds, retryMilliseconds } = options;
  const source = await openUrl(url, {
    signal,
    env,
    stallMilliseconds,
    ...(retryMilliseconds === undefined ? {} : { retries: retryMilliseconds.length }),
  });
  try {
    const published = await digestBesideUrl(url, options);
    const { name, size } = source;
    return await work({
      name,
      origin: 'url',
      depth: 'kernel',
      size,
      source: watchedSource(source, name, signal),
      ...(published === undefined ? {} : { published }),
    });
  } finally {
    await source.close();
  }
}

async function withDownload<T>(
  url: string,
  options: SubjectOptions,
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(options.temporaryFolder ?? tmpdir(), async (folder) => {
    const path = join(folder, 'downloaded.iso');
    await fetchWhole(url, path, options);
    const published = await digestBesideUrl(url, options);
    return withFile(displayUrl(url), path, { ...options, depth: 'content' }, (subject) =>
      work({ ...subject, origin: 'url', ...(published === undefined ? {} : { published }) }),
    );
  });
}

/** Whatever its `.sha256` says: a wrong digest is for the verdict to say, with all else that is found. */
async function fetchWhole(url: string, path: string, options: SubjectOptions): Promise<void> {
  const step = downloadStep(options.progress ?? silentProgress, displayUrl(url));
  try {
    const { bytes } = await download({
      ...options,
      urls: [url],
      destination: path,
      maxBytes: MOST_BYTES,
      onProgress: (at) => step.onProgress(at),
    });
    step.done(bytes);
  } catch (error) {
    step.fail();
    throw error;
  }
}

function isUrl(location: string): boolean {
  return !isAbsolute(location) && /^[a-z][a-z0-9+.-]*:\/\/|^file:/i.test(location);
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new IsoError('URL_INVALID', `Not a URL of a file here: ${cleanLine(url, 200)}`, {
      hint: 'Give the path itself, or a URL such as file:///home/me/minikube.iso.',
      cause,
    });
  }
}
