// The command lines that a pipeline runs, the same for every CI system.
import { shellWord } from 'iso-core';
import type { Workspace } from './workspace.js';

export interface Commands {
  readonly checkSync: string;
  readonly verifyAffected: string;
  readonly verifyAll: string;
  readonly publishAll: string;
  /** Writes what the bump changes into the file `patch`, a shell word; an empty one when nothing is to be bumped. */
  readonly bump: (patch: string) => readonly string[];
  /** Commits that change on the branch that is checked out. */
  readonly commitBump: (patch: string) => readonly string[];
}

/** What a branch of the bump is called before a number that tells it from others. */
export const BUMP_BRANCH = 'minikube-iso-bump';

/** The title of its commit and its pull request. */
export const BUMP_TITLE = 'Move to the published minikube ISO';

// Every build uses all processors, and what probes measure is not to be disturbed.
const ONE_AT_A_TIME = '--parallel=1';

export function commandsOf({
  packageManager: { exec },
  verifyTarget,
  publishTarget,
}: Workspace): Commands {
  const verify = `-t ${word(verifyTarget)} ${ONE_AT_A_TIME}`;
  return {
    checkSync: `${exec} nx sync:check`,
    verifyAffected: `${exec} nx affected ${verify}`,
    verifyAll: `${exec} nx run-many ${verify}`,
    publishAll: `${exec} nx run-many -t ${word(publishTarget)} ${ONE_AT_A_TIME}`,
    bump: (patch) => [
      `${exec} nx g nx-minikube-iso:bump --all`,
      // Nothing new but locks: what was built may not be ignored by git.
      'git add --update',
      "git ls-files -z --others --exclude-standard '*minikube-iso.lock.json' | xargs -0 -r git add --",
      `git diff --cached --binary >${patch}`,
    ],
    commitBump: (patch) => [
      `git apply --3way --index ${patch}`,
      'git config user.name "$AUTHOR_NAME"',
      'git config user.email "$AUTHOR_EMAIL"',
      `git commit --message ${shellWord(BUMP_TITLE)}`,
    ],
  };
}

function word(text: string): string {
  return /^[\w.:-]+$/.test(text) ? text : shellWord(text);
}
