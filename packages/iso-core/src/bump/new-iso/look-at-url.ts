// A published ISO, looked at where it is: whole, what its manifest says, and with what the spec requires.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  inspectIso,
  judgeInspection,
  withSubject,
  type RequirementVerdict,
  type Subject,
} from '../../inspect/index.js';
import { MOST_SIDECAR_BYTES, parseSidecar, type Sidecar } from '../../publish/index.js';
import {
  displayUrl,
  fetchText,
  inStep,
  IsoError,
  isIsoError,
  systemCode,
  type Environment,
  type Progress,
} from '../../runtime/index.js';
import { requirementName, type Requirement } from '../../spec/index.js';
import { architectureOfUrl } from '../url-site.js';
import { expectSame } from './expect-same.js';
import type { NewIso } from './new-iso.js';

export interface LookOptions {
  readonly requirements: readonly Requirement[];
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * The ISO at `url`, of which only its kernel is read. A module that the kernel's config does not name is taken
 * from the manifest, whose kernel and digest are those of the ISO.
 * Errors: `BUMP_NOT_PUBLISHED`, `BUMP_PUBLICATION_DIFFERS`, `BUMP_REQUIREMENTS_FAIL`, those of reading a URL
 * and of `inspectIso`.
 */
export async function lookAtUrl(url: string, options: LookOptions): Promise<NewIso> {
  const { requirements, progress, env, signal } = options;
  const looked = inStep(progress, `Look at ${displayUrl(url)}`, () =>
    withSubject(url, { folder: '/', depth: 'kernel', env, signal }, async (subject) => {
      const sha256 = publishedDigest(url, subject);
      const manifest = await manifestBeside(url, options);
      const inspection = await inspectIso(subject.source, { depth: 'kernel' });
      const { architecture, kernel } = inspection;
      const said = <T>(value: T) => ({ from: 'its manifest', value });
      expectSame(url, 'SHA-256', said(manifest.iso.sha256), sha256);
      expectSame(url, 'size', said(manifest.iso.size), subject.size);
      expectSame(url, 'architecture', said(manifest.architecture), architecture);
      expectSame(url, 'kernel', said(manifest.kernel.sha256), kernel.sha256);
      const named = architectureOfUrl(url) ?? architecture;
      expectSame(url, 'architecture', { from: 'its name', value: named }, architecture);
      const verdicts = judgeInspection(inspection, requirements);
      return {
        architecture,
        url,
        sha256,
        size: subject.size,
        kernelRelease: kernel.release,
        requirements: heldAt(url, verdicts, manifest),
        config: kernel.config,
      };
    }),
  );
  return looked.catch((error: unknown) => {
    throw isIsoError(error, 'URL_NOT_FOUND', 'URL_FORBIDDEN') ? unreadable(url, error) : error;
  });
}

function publishedDigest(url: string, { published }: Subject): string {
  if (published === undefined) throw notPublished(url, `${displayUrl(url)}.sha256 is not there`);
  if ('problem' in published) throw notPublished(url, published.problem);
  return published.sha256;
}

async function manifestBeside(url: string, { env, signal }: LookOptions): Promise<Sidecar> {
  const address = url.replace(/\.iso$/, '.manifest.json');
  const text = await textAt(address, { env, signal });
  const manifest = text === undefined ? undefined : parseSidecar(Buffer.from(text));
  if (manifest !== undefined) return manifest;
  const why = text === undefined ? 'is not there' : 'is no manifest of an ISO';
  throw notPublished(url, `${displayUrl(address)} ${why}`);
}

async function textAt(
  url: string,
  options: Pick<LookOptions, 'env' | 'signal'>,
): Promise<string | undefined> {
  try {
    if (url.startsWith('file:')) return await readFile(fileURLToPath(url), 'utf8');
    return (await fetchText([url], { ...options, maxBytes: MOST_SIDECAR_BYTES })).text;
  } catch (error) {
    if (isIsoError(error, 'DOWNLOAD_NOT_FOUND')) return undefined;
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The names of the requirements that hold. */
function heldAt(url: string, verdicts: readonly RequirementVerdict[], manifest: Sidecar): string[] {
  const said = new Map(manifest.requirements.map(({ name, status }) => [name, status]));
  const judged = verdicts.map(({ requirement, status }) => {
    const name = requirementName(requirement);
    return { name, status: status === 'not checked' ? (said.get(name) ?? status) : status };
  });
  const missing = judged.filter(({ status }) => status !== 'holds' && status !== 'not applicable');
  if (missing.length === 0) {
    return judged.filter(({ status }) => status === 'holds').map(({ name }) => name);
  }
  const isProvenWrong = missing.some(({ status }) => status === 'fails');
  const lacks = isProvenWrong ? 'does not have' : 'is not proven to have';
  const list = missing.map(({ name, status }) => `${name} (${status})`).join(', ');
  throw new IsoError(
    'BUMP_REQUIREMENTS_FAIL',
    `${displayUrl(url)} ${lacks} what the spec requires: ${list}`,
    {
      hint: 'Build, verify and publish an ISO by this spec, and bump to that one.',
      details: { url, missing },
    },
  );
}

function notPublished(url: string, why: string): IsoError {
  return new IsoError(
    'BUMP_NOT_PUBLISHED',
    `${displayUrl(url)} is no whole publication of publish-iso: ${why}`,
    {
      hint: 'Publish it with publish-iso under another name: that puts .sha256 and manifest beside the ISO.',
      details: { url },
    },
  );
}

/** A bucket that nobody may list answers 403 for what is not there, too. */
function unreadable(url: string, { details }: IsoError): IsoError {
  const status = String(details['status']);
  return new IsoError(
    'BUMP_NOT_PUBLISHED',
    `${displayUrl(url)} is not there, or nobody may read it (HTTP ${status})`,
    {
      hint: 'list-isos shows what is there; what everybody is to use has to be readable without a login.',
      details: { url, status },
    },
  );
}
