// What a pipeline has to know of the workspace that it is for.
import { posix } from 'node:path';
import { detectPackageManager, globAsync, readJson, readNxJson, type Tree } from '@nx/devkit';
import type { Architecture } from 'iso-core';
import { FURTHER_SPEC, SPEC_FILE, summarizeSpec } from '../../inference/spec-summary.js';
import { targetNames } from '../../inference/target-context.js';
import { pluginOptions } from '../registration.js';
import { debianPackages } from './debian-packages.js';
import { nodeVersion } from './node-version.js';
import { packageManagerSteps, type PackageManagerSteps } from './package-manager.js';

export interface Workspace {
  readonly packageManager: PackageManagerSteps;
  /** As `.nvmrc` writes it. */
  readonly node: string;
  /** Pull requests go to it, and what is published by hand comes from it. */
  readonly mainBranch: string;
  readonly debianPackages: readonly string[];
  readonly verifyTarget: string;
  readonly publishTarget: string;
}

export async function readWorkspace(tree: Tree): Promise<Workspace> {
  const nxJson = readNxJson(tree) ?? {};
  const { verifyTargetName, publishTargetName } = targetNames(pluginOptions(nxJson) ?? {});
  return {
    packageManager: packageManagerSteps(detectPackageManager(tree.root), tree.root),
    node: nodeVersion(tree.read('.nvmrc', 'utf8') ?? undefined, engines(tree)),
    mainBranch: (nxJson.defaultBase ?? 'main').replace(/^origin\//, ''),
    debianPackages: debianPackages(await architectures(tree)),
    verifyTarget: verifyTargetName,
    publishTarget: publishTargetName,
  };
}

function engines(tree: Tree): string | undefined {
  if (!tree.exists('package.json')) return undefined;
  return readJson<{ engines?: { node?: string } }>(tree, 'package.json').engines?.node;
}

/** Those of all ISO specs; amd64 where there is none yet. */
async function architectures(tree: Tree): Promise<Architecture[]> {
  const files = await globAsync(tree, [`**/${SPEC_FILE}`, '**/minikube-iso.*.json']);
  const specs = files.filter((file) => {
    const name = posix.basename(file);
    return name === SPEC_FILE || FURTHER_SPEC.test(name);
  });
  const found = specs.flatMap((file) => architecturesIn(tree, file));
  return found.length === 0 ? ['amd64'] : found;
}

/** A spec that cannot be read is its build's to refuse. */
function architecturesIn(tree: Tree, file: string): readonly Architecture[] {
  try {
    return summarizeSpec(tree.read(file, 'utf8') ?? '').architectures;
  } catch {
    return [];
  }
}
