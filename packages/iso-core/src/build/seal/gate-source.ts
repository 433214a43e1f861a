// The gate on an ISO that minikube's make built, read afresh from its bytes: it is the one of this tree,
// what was asked for holds, and nothing is lost that minikube itself asked for, in its kernel or beside it.
// Pure.
import type { Inspection, RequirementVerdict } from '../../inspect/index.js';
import type { GateResult } from '../../kernel/index.js';
import type { IsoLayout, PinnedKernel } from '../../minikube/index.js';
import { sha256, type Architecture } from '../../runtime/index.js';
import type { BuildrootResult } from '../engine/source/buildroot-result.js';
import { buildrootProblems } from './gate-buildroot.js';
import { moduleProblems, refuse, unmetRequirements } from './gate-finished.js';

export interface BuiltFromSource {
  readonly architecture: Architecture;
  readonly kernel: PinnedKernel;
  readonly isoVersion: IsoLayout['isoVersion'];
  readonly buildroot: BuildrootResult;
  readonly result: Inspection;
  readonly verdicts: readonly RequirementVerdict[];
  /** Of the config that the kernel in the ISO carries. */
  readonly gated: GateResult;
}

/** Throws `SEAL_REFUSED` with every reason why the ISO may not be handed out. */
export function gateSource(built: BuiltFromSource): void {
  const { verdicts, gated } = built;
  refuse(
    [
      ...unmetRequirements(verdicts),
      ...gated.lost.map(
        ({ symbol, before, after }) => `${symbol} was to be ${before} and is ${after}`,
      ),
      ...kernelProblems(built),
      ...contentProblems(built),
    ],
    'Buildroot’s own settings and tools decide what its kernel becomes: drop the requirement, or accept what is lost in kernel.require.',
  );
}

function kernelProblems({ architecture, kernel, result }: BuiltFromSource): string[] {
  const problems: string[] = [];
  if (result.architecture !== architecture) {
    problems.push(`its kernel is for ${result.architecture}, expected ${architecture}`);
  }
  const found = /^\d+\.\d+\.\d+/.exec(result.kernel.release)?.[0];
  if (found !== kernel.release) {
    problems.push(`its kernel is ${result.kernel.release}, expected ${kernel.release}`);
  }
  return problems;
}

function contentProblems(built: BuiltFromSource): string[] {
  const { isoVersion, buildroot, result } = built;
  const { content, kernel } = result;
  if (content === undefined) return ['its initrd was not looked at'];
  const problems = buildrootProblems(buildroot, content.root.entries);
  if (isoVersion !== undefined) {
    const version = content.root.entries.get('etc/VERSION');
    const digest = version?.type === 'file' ? version.sha256 : undefined;
    if (digest !== sha256(`${isoVersion}\n`)) problems.push(`its etc/VERSION is not ${isoVersion}`);
  }
  if (kernel.config.get('MODULES') === 'y' && content.modules.found.length === 0) {
    problems.push(`its ${content.modules.folder} has no modules`);
  }
  // It has no base: none of its modules may be wrong.
  const changes = { written: new Map<string, string>(), isNewKernel: true };
  return [...problems, ...moduleProblems(content, content, changes)];
}
