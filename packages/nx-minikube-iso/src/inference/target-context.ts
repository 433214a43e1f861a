// What the inferred targets of a project have in common.
import type { TargetConfiguration } from '@nx/devkit';
import { SPEC_FILE, type SpecSummary } from './spec-summary.js';

/** Names of the inferred targets; the plugin's options in nx.json. */
export interface TargetNames {
  readonly buildTargetName: string;
  readonly verifyTargetName: string;
  readonly publishTargetName: string;
  readonly listTargetName: string;
}

/** The names that the targets have with the plugin's options. */
export function targetNames(options: Partial<TargetNames>): TargetNames {
  return {
    buildTargetName: options.buildTargetName ?? 'build-iso',
    verifyTargetName: options.verifyTargetName ?? 'verify-iso',
    publishTargetName: options.publishTargetName ?? 'publish-iso',
    listTargetName: options.listTargetName ?? 'list-isos',
  };
}

export type Input = NonNullable<TargetConfiguration['inputs']>[number];
export type Dependency = NonNullable<TargetConfiguration['dependsOn']>[number];

export interface TargetContext {
  /** Of the project, relative to the workspace; `.` for the workspace itself. */
  readonly projectRoot: string;
  readonly names: TargetNames;
  /** What else a target may be told to build: the project's further specs. */
  readonly furtherSpecs: readonly SpecSummary[];
  /** What stands for the plugin's own code in a task's hash. */
  readonly pluginInputs: readonly Input[];
}

/** Every spec of the project, by any of which its ISO may be built. */
export const SPEC_INPUTS: readonly string[] = [
  `{projectRoot}/${SPEC_FILE}`,
  '{projectRoot}/minikube-iso.*.json',
  '!{projectRoot}/minikube-iso.lock.json',
];

/** What the target `name` is called that is for `architecture` alone. */
export function targetNameFor(
  { architectures }: SpecSummary,
  name: string,
  architecture: SpecSummary['architectures'][number],
): string {
  return architectures.length === 1 ? name : `${name}-${architecture}`;
}
