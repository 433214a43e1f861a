// The last job: a repository says that it is on another ISO, in its own files and in its lock.
import { IsoError } from '../runtime/index.js';
import { openContext, type BumpContext } from './context.js';
import {
  formatLock,
  LOCK_NAME,
  LOCK_VERSION,
  lockedIsos,
  lockedUrls,
  newerThan,
  type IsoLock,
} from './lock/index.js';
import { expectSame, lookAtUrl, wishedIsos, type NewIso } from './new-iso/index.js';
import { placeFiles } from './place-files.js';
import {
  planBump,
  unnamedArchitecture,
  type BumpPlan,
  type Move,
  type Targets,
} from './plan/index.js';
import type { BumpRequest, BumpResult } from './request.js';
import { summarize } from './summary.js';
import { editedTexts } from './text-edit.js';

/**
 * Plans the bump: nothing is written here. Errors: those of the spec, of the files, of `wishedIsos`, `lookAtUrl`,
 * `planBump` and the lock; `BUMP_OFFLINE`, `BUMP_OLDER`, `BUMP_PUBLICATION_DIFFERS`.
 */
export async function bumpIso(request: BumpRequest): Promise<BumpResult> {
  const context = await openContext(request);
  const news = await newIsos(context);
  const targets: Targets = Object.fromEntries(
    news.map(({ architecture, url }) => [architecture, url]),
  );
  const files = await placeFiles(request, context.spec, context.lock?.files);
  const plan = await planBump({
    files,
    expected: files.expected,
    read: request.files.read,
    namesIn: request.files.namesIn,
    targets,
    known: lockedUrls(context.lock),
    others: context.others,
    unnamed: unnamedArchitecture(context.spec.architectures),
  });
  if (request.overrides?.allowOlder !== true) plan.moves.forEach(assertNewer);
  const moved = news.filter(({ architecture }) =>
    plan.moves.some((move) => move.architecture === architecture),
  );
  const changes = editedTexts(plan.edits, request.files.read);
  const lockText = formatLock(lockAfter(context, moved, plan));
  if (lockText !== request.files.read(context.lockFile)) changes.set(context.lockFile, lockText);
  for (const file of changes.keys()) request.files.expectWritable(file);
  const summary = await summarize({ ...context, news, moved, plan, changes });
  const { moves, makefiles } = plan;
  return { changes, moves, summary, makefiles };
}

async function newIsos({ request, spec, lock, look }: BumpContext): Promise<NewIso[]> {
  const { overrides = {}, specPath, publishedFolder } = request;
  const target = overrides.target ?? { kind: 'publication' };
  const isOffline = overrides.offline === true;
  if (isOffline && target.kind === 'latest') throw offline('--latest asks the bucket');
  const wished = await wishedIsos({ target, spec, specPath, publishedFolder, ...look });
  const news: NewIso[] = [];
  for (const { url, publication } of wished) {
    const locked = lockedAt(url, lock);
    const iso = isOffline ? (publication ?? locked) : await lookAtUrl(url, look);
    if (iso === undefined) throw offline(`nothing here says what ${url} is`);
    if (publication !== undefined) expectSameIso(iso, publication, 'its publication here');
    if (locked !== undefined) expectSameIso(iso, locked, LOCK_NAME);
    news.push(iso);
  }
  return news;
}

function lockedAt(url: string, lock: IsoLock | undefined): NewIso | undefined {
  return lockedIsos(lock).find((iso) => iso.url === url);
}

/** A URL stands for the same bytes for ever. */
function expectSameIso(found: NewIso, known: NewIso, from: string): void {
  expectSame(found.url, 'SHA-256', { from, value: known.sha256 }, found.sha256);
  expectSame(found.url, 'architecture', { from, value: known.architecture }, found.architecture);
}

function offline(why: string): IsoError {
  return new IsoError('BUMP_OFFLINE', `This cannot be done with --offline: ${why}`, {
    hint: 'Run it without --offline, or bump to what this machine has published.',
  });
}

function assertNewer({ file, line, from, to }: Move): void {
  if (newerThan(from, to) !== 'older') return;
  throw new IsoError('BUMP_OLDER', `${file}:${line} is on ${from}, and ${to} is older`, {
    hint: 'Run it with --allowOlder if going back is what you want.',
    details: { file, line, from, to },
  });
}

/** What did not move stays as it was. */
function lockAfter({ lock }: BumpContext, moved: readonly NewIso[], { files }: BumpPlan): IsoLock {
  const entries = moved.map(({ architecture, config: _, ...iso }) => [architecture, iso] as const);
  return {
    lockVersion: LOCK_VERSION,
    architectures: { ...lock?.architectures, ...Object.fromEntries(entries) },
    files: [...files],
  };
}
