// ci: reads what a pipeline has to know of the workspace, and writes it.
import { logger, type Tree } from '@nx/devkit';
import { runGenerator } from '../run-generator.js';
import { githubWorkflow, GITHUB_WORKFLOW } from './github-workflow.js';
import { GITLAB_INCLUDE, gitlabPipeline, GITLAB_PIPELINE } from './gitlab-pipeline.js';
import type { CiGeneratorOptions } from './schema.js';
import { readWorkspace } from './workspace.js';
import { writePipeline } from './write-pipeline.js';

const GITLAB_ENTRY = '.gitlab-ci.yml';

export default async function ciGenerator(
  tree: Tree,
  { provider, force = false }: CiGeneratorOptions,
): Promise<void> {
  return runGenerator(async () => {
    const workspace = await readWorkspace(tree);
    if (provider === 'github') {
      writePipeline(tree, GITHUB_WORKFLOW, githubWorkflow(workspace), force);
      return;
    }
    writePipeline(tree, GITLAB_PIPELINE, gitlabPipeline(workspace), force);
    includeInGitlab(tree);
  });
}

/** An entry that is there is its owner's: it may say the same in another way, or in a file that it includes. */
function includeInGitlab(tree: Tree): void {
  const entry = tree.read(GITLAB_ENTRY, 'utf8');
  if (entry === null) tree.write(GITLAB_ENTRY, GITLAB_INCLUDE);
  else if (!entry.includes(GITLAB_PIPELINE)) {
    logger.info(`Add to ${GITLAB_ENTRY}, which is left as it is:\n\n${GITLAB_INCLUDE}`);
  }
}
