// init: makes a workspace ready for the plugin. `nx add nx-minikube-iso` runs it.
import { installPackagesTask, type GeneratorCallback, type Tree } from '@nx/devkit';
import { register } from '../registration.js';
import { runGenerator } from '../run-generator.js';
import { addDependency } from './dependency.js';
import { ignoreOutput } from './ignored-output.js';
import type { InitGeneratorOptions } from './schema.js';

export default async function initGenerator(
  tree: Tree,
  { keepExistingVersions = true, skipPackageJson = false }: InitGeneratorOptions,
): Promise<GeneratorCallback> {
  return runGenerator(() => {
    register(tree);
    ignoreOutput(tree);
    if (!skipPackageJson) addDependency(tree, keepExistingVersions);
    // Does nothing where package.json stays as it is.
    return () => installPackagesTask(tree);
  });
}
