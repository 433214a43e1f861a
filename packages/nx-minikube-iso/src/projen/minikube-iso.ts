// The component that adds a minikube ISO to a projen project. It loads projen alone: neither Nx nor the core.
import { posix, relative, sep } from 'node:path';
import { Component, JsonFile, type Project } from 'projen';
import { registerPlugin } from './register-plugin.js';
import type { SpecOptions } from './spec-options.js';

export interface MinikubeIsoOptions extends SpecOptions {
  /** The folder of the spec, relative to the projen project, with `/`. Default: the project's own. */
  readonly directory?: string;
}

/** Each task runs the inferred target of its name. */
const TASKS = {
  'build-iso': 'Builds the minikube ISO',
  'verify-iso': 'Verifies the minikube ISO: reads it, boots it, measures what it can do',
  'publish-iso': 'Publishes the minikube ISO under a name that is never used again',
};

/**
 * Writes the spec, adds the tasks `build-iso`, `verify-iso`, `publish-iso` and `bump-iso`, has git ignore what
 * is built, and registers the plugin in the project's nx.json. The workspace of Nx is the folder of the
 * outermost projen project. The tasks hand their options on to what they run.
 */
export class MinikubeIso extends Component {
  constructor(project: Project, { directory = '.', ...spec }: MinikubeIsoOptions) {
    super(project);
    const projectRoot = posix.join(workspacePath(project), directory);
    const schema = posix.relative(
      projectRoot,
      'node_modules/nx-minikube-iso/minikube-iso.schema.json',
    );
    new JsonFile(project, posix.join(directory, 'minikube-iso.json'), {
      obj: { $schema: schema.replace(/^(?!\.)/, './'), ...spec },
      // It would be a key that no spec has.
      marker: false,
    });
    for (const [target, description] of Object.entries(TASKS)) {
      const step = { execArgs: ['npx', 'nx', target], cwd: directory, receiveArgs: true };
      project.addTask(target, { description, steps: [step] });
    }
    project.addTask('bump-iso', {
      description: 'Has the repository name the minikube ISO that was published last',
      execArgs: ['npx', 'nx', 'generate', 'nx-minikube-iso:bump', `--project=${projectRoot}`],
      receiveArgs: true,
    });
    project.root.addGitIgnore('/dist/');
  }

  /** An nx.json may be added after this component. */
  override preSynthesize(): void {
    registerPlugin(this.project.root);
  }
}

/** The folder of a project, relative to the workspace, with `/`. */
function workspacePath({ root, outdir }: Project): string {
  return relative(root.outdir, outdir).split(sep).join('/');
}
