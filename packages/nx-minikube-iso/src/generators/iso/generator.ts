// iso: reads its options, writes the project's ISO spec, and says what to do with it.
import { posix } from 'node:path';
import { output, readNxJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { SPEC_FILE } from '../../inference/spec-summary.js';
import { targetNames } from '../../inference/target-context.js';
import initGenerator from '../init/generator.js';
import { nxInstallation } from '../nx-installation.js';
import { pluginOptions } from '../registration.js';
import { runGenerator } from '../run-generator.js';
import { existingFile } from '../workspace-path.js';
import { nextSteps } from './next-steps.js';
import { projectOf } from './project.js';
import type { IsoGeneratorOptions } from './schema.js';
import { specText } from './spec-text.js';
import { writeSpec } from './write-spec.js';

export default async function isoGenerator(
  tree: Tree,
  { directory, makefile, ...answers }: IsoGeneratorOptions,
): Promise<GeneratorCallback> {
  const options = pluginOptions(readNxJson(tree) ?? {});
  const install = options === undefined ? await initGenerator(tree, {}) : () => undefined;
  return runGenerator(() => {
    const { name: project, root } = projectOf(tree, directory);
    const { command, modules } = nxInstallation(tree);
    const bumped =
      makefile === undefined ? {} : { makefile: existingFile(tree, 'makefile', makefile) };
    const specPath = posix.join(root, SPEC_FILE);
    const schemaPath = posix.join(modules, 'nx-minikube-iso/minikube-iso.schema.json');
    writeSpec(tree, specPath, specText({ ...answers, ...bumped }, { specPath, schemaPath }));
    return async () => {
      await install();
      const names = targetNames(options ?? {});
      const hasBucket = (answers.bucket ?? '') !== '';
      output.log({
        title: `${specPath} says what the ISO must be. Next steps:`,
        bodyLines: nextSteps({ project, names, command, hasBucket }),
      });
    };
  });
}
