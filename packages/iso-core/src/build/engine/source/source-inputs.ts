// What an ISO is built from: the commit, where its tree has the parts of the ISO, and the kernel.
import {
  detectLayout,
  findMinikube,
  type IsoLayout,
  type MinikubeCommit,
  type MirrorOptions,
  type PinnedKernel,
} from '../../../minikube/index.js';
import { checkTools } from '../../../host/index.js';
import { IsoError, type Step } from '../../../runtime/index.js';
import type { SpecSource } from '../../../spec/index.js';
import { onWait, type BuildContext } from '../../context.js';

export interface SourceInputs {
  readonly source: SpecSource;
  readonly minikube: MinikubeCommit;
  readonly layout: IsoLayout & { readonly kernel: PinnedKernel };
}

/**
 * Finds the minikube that `source` names. Errors: `TOOLS_MISSING`, those of finding a commit and of its
 * layout, and `KERNEL_VERSION_UNKNOWN`.
 */
export async function findSource(
  context: BuildContext,
  source: SpecSource,
  step: Step,
): Promise<SourceInputs> {
  await checkTools(context.host, [{ tool: 'git', because: 'the sources of minikube' }]);
  const options = { ...mirrorOptions(context, source), onProgress: tell(step) };
  const minikube = await findMinikube(source, options);
  const layout = await detectLayout(minikube.tree, context.architecture);
  const { kernel } = layout;
  if (kernel === undefined) throw withoutKernel(minikube.tree.name);
  return { source, minikube, layout: { ...layout, kernel } };
}

/** The mirror of the repository, as a build holds it. */
export function mirrorOptions(context: BuildContext, { repository }: SpecSource): MirrorOptions {
  const { cache, host, signal, progress } = context;
  return {
    repository,
    cache,
    run: host.run,
    signal,
    onWait: onWait(context),
    onNote: (line) => progress.note(line),
  };
}

function tell(step: Step): (detail: string) => void {
  return (detail) => step.update({ detail });
}

function withoutKernel(name: string): IsoError {
  return new IsoError(
    'KERNEL_VERSION_UNKNOWN',
    `${name} does not say which kernel it builds: Buildroot takes what was the latest`,
    {
      hint: 'Build v0.25.0 or a later release: whether options hold can be told of a known kernel only.',
      details: { tree: name },
    },
  );
}
