// The gate on the finished ISO, read afresh from its bytes: what was asked for holds, the kernel is the
// one that was configured, and everything else is the base's. Pure.
import { checkModuleLinks, describeLinkProblem } from '../../image/index.js';
import {
  findBootViolations,
  findRootViolations,
  type InspectedContent,
  type Inspection,
  type RequirementVerdict,
  type RootChanges,
} from '../../inspect/index.js';
import { IsoError } from '../../runtime/index.js';
import { requirementName } from '../../spec/index.js';

export interface Finished {
  readonly base: Inspection;
  readonly result: Inspection;
  readonly verdicts: readonly RequirementVerdict[];
  readonly rootChanges: RootChanges;
  /** What the kernel's embedded config must be, to the byte. */
  readonly configText: string;
  /** The digest that the kernel must have: that of the one which was compiled, else the base's. */
  readonly kernelSha256: string;
}

/**
 * Throws `SEAL_REFUSED` with every reason why the finished ISO may not be handed out; a build that gets
 * here and fails has a bug, or something changed its files while it ran.
 */
export function gateFinished(finished: Finished): void {
  const problems = [
    ...unmetRequirements(finished.verdicts),
    ...kernelProblems(finished),
    ...findBootViolations(finished.base.boot, finished.result.boot),
    ...contentProblems(finished),
  ];
  refuse(problems, 'Build again; if it stays so, report it with the spec and this message.');
}

/** `SEAL_REFUSED`, if there is any problem. */
export function refuse(problems: readonly string[], hint: string): void {
  if (problems.length === 0) return;
  const shown = problems.slice(0, 10);
  const more = problems.length - shown.length;
  throw new IsoError(
    'SEAL_REFUSED',
    `The finished ISO is not what it has to be: ${shown.join('; ')}${more === 0 ? '' : `; and ${more} more`}`,
    { hint, details: { problems } },
  );
}

/** One line for each requirement that does not hold, or is not proven to. */
export function unmetRequirements(verdicts: readonly RequirementVerdict[]): string[] {
  return verdicts
    .filter(({ status }) => status !== 'holds' && status !== 'not applicable')
    .map(({ requirement, status, actual }) => {
      const details = actual.map(({ option, detail }) => `${option} ${detail}`).join(', ');
      return `${requirementName(requirement)} ${status === 'fails' ? 'does not hold' : 'is not proven'} (${details})`;
    });
}

function kernelProblems({ base, result, configText, kernelSha256 }: Finished): string[] {
  const problems: string[] = [];
  if (result.architecture !== base.architecture) {
    problems.push(`its kernel is for ${result.architecture}, the base's for ${base.architecture}`);
  }
  if (result.kernel.release !== base.kernel.release) {
    problems.push(`its kernel is ${result.kernel.release}, the base's ${base.kernel.release}`);
  }
  if (result.kernel.configText !== configText) {
    problems.push('its kernel carries another config than the one that passed the gate');
  }
  if (result.kernel.sha256 !== kernelSha256) {
    problems.push(`its kernel has the SHA-256 ${result.kernel.sha256}, expected ${kernelSha256}`);
  }
  if (result.uuid !== base.uuid || result.volumeId !== base.volumeId) {
    problems.push('its volume has another name or UUID');
  }
  return problems;
}

function contentProblems({ base, result, rootChanges }: Finished): string[] {
  if (base.content === undefined || result.content === undefined) {
    return ['its initrd was not looked at'];
  }
  return [
    ...findRootViolations(base.content.root, result.content.root, rootChanges),
    ...sizeProblems(base.content, result.content, rootChanges),
    ...moduleProblems(result.content, base.content, {
      written: rootChanges.written,
      isNewKernel: result.kernel.sha256 !== base.kernel.sha256,
    }),
  ];
}

/** Whatever else is wrong: a root that shrank by more than what was taken out has lost something. */
function sizeProblems(
  base: InspectedContent,
  result: InspectedContent,
  { removed, written }: RootChanges,
): string[] {
  const mayGo = [...removed, ...written.keys()]
    .map((path) => base.root.entries.get(path)?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
  const least = base.unpackedSize - mayGo;
  return result.unpackedSize < least
    ? [`its root has ${result.unpackedSize} bytes, expected at least ${least}`]
    : [];
}

/**
 * None is stale, and none that was added fails to load, nor any at all beside a new kernel; what the base
 * had wrong with its own is not ours.
 */
export function moduleProblems(
  { modules }: InspectedContent,
  base: InspectedContent,
  { written, isNewKernel }: Pick<RootChanges, 'written'> & { readonly isNewKernel: boolean },
): string[] {
  const problems: string[] = [];
  const present = new Set(modules.found.map(({ path }) => path));
  for (const path of modules.listed) {
    if (!present.has(path)) problems.push(`modules.dep lists ${path}, which is not there`);
  }
  const wasListed = base.modules.listed;
  for (const { path, module, problem } of modules.found) {
    const isNew = written.has(`${modules.folder}/${path}`);
    if (!modules.listed.has(path) && (isNew || wasListed.has(path))) {
      problems.push(`${path} is not in modules.dep`);
    }
    if (!isNew && !isNewKernel) continue;
    const { kernel } = modules.surroundings;
    if (module === undefined) problems.push(problem ?? `${path} is not a readable module`);
    else if (!('unknown' in kernel)) {
      const [first] = checkModuleLinks(module, kernel).problems;
      if (first !== undefined) problems.push(`${path} ${describeLinkProblem(first)}`);
    }
  }
  return problems;
}
