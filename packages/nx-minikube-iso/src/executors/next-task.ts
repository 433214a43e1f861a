// The command that goes on from where a task has ended.
import type { ExecutorContext, TargetConfiguration } from '@nx/devkit';

/**
 * `Next: nx run <project>:<target>` with the target of the same project that runs `executor` for the
 * architecture of the running one, whatever it is called; undefined where the project has none.
 */
export function nextTask(
  executor: 'verify-iso' | 'publish-iso',
  { projectName = '', targetName = '', projectsConfigurations }: ExecutorContext,
): string | undefined {
  const targets: Record<
    string,
    TargetConfiguration<{ architecture?: unknown }>
  > = projectsConfigurations.projects[projectName]?.targets ?? {};
  const architecture = targets[targetName]?.options?.architecture;
  const [next] =
    Object.entries(targets).find(
      ([, { executor: own, options }]) =>
        own === `nx-minikube-iso:${executor}` && options?.architecture === architecture,
    ) ?? [];
  return next === undefined ? undefined : `Next: nx run ${projectName}:${next}`;
}
