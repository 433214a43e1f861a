// Between projects: who makes what an ISO is built from. Nx before 24 goes by these alone when it looks for
// what a change touches.
import {
  DependencyType,
  type ProjectConfiguration,
  type RawProjectGraphDependency,
} from '@nx/devkit';

/** From each project with an ISO to the projects of `producedBy`; a name that no project has is left out. */
export function producerDependencies(
  projects: Readonly<Record<string, ProjectConfiguration>>,
): RawProjectGraphDependency[] {
  return Object.entries(projects).flatMap(([source, { targets }]) =>
    [...new Set(Object.values(targets ?? {}).flatMap(producersOf))]
      .filter((target) => target !== source && Object.hasOwn(projects, target))
      .map((target) => ({ source, target, type: DependencyType.implicit })),
  );
}

function producersOf({
  executor,
  dependsOn = [],
}: NonNullable<ProjectConfiguration['targets']>[string]): string[] {
  if (executor !== 'nx-minikube-iso:build-iso') return [];
  return dependsOn.flatMap((dependency) =>
    typeof dependency === 'string' ? [] : (dependency.projects ?? []),
  );
}
