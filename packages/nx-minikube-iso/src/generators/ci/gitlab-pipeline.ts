// The pipeline of GitLab CI, for a file that .gitlab-ci.yml includes. Pure.
import { BUMP_BRANCH, BUMP_TITLE, commandsOf } from './commands.js';
import { environment } from './environment.js';
import { indented } from './lines.js';
import { nodeImageTag } from './node-version.js';
import type { Workspace } from './workspace.js';

export const GITLAB_PIPELINE = '.gitlab/minikube-iso.gitlab-ci.yml';

/** What .gitlab-ci.yml has to say. */
export const GITLAB_INCLUDE = `include:\n  - local: ${GITLAB_PIPELINE}\n`;

// Nx looks at nothing in this folder, and GitLab keeps nothing outside the workspace.
const CACHE = '.nx/cache/minikube-iso';

const PATCH = 'minikube-iso-bump.patch';

// The commit that git has without being told: before it there was no file.
const NOTHING = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** The text of the pipeline. What is not known until it runs is a variable that the shell reads. */
export function gitlabPipeline(workspace: Workspace): string {
  const { packageManager, node, debianPackages } = workspace;
  const commands = commandsOf(workspace);
  const image = `node:${nodeImageTag(node)}`;
  return `# Verifies the minikube ISOs that a change touches. On a tag minikube-iso-*, or when started by hand on the
# default branch, publishes all of them and opens a merge request with what that changes in this repository.
# Publishing takes the variables AWS_ROLE_ARN and AWS_REGION, and MINIKUBE_ISO_PUSH_TOKEN for the merge request.
# Made by: nx g nx-minikube-iso:ci --provider=gitlab

.minikube-iso:
  image: ${image}
  timeout: 3 hours
  variables:
    GIT_DEPTH: "0" # nx affected compares commits
    NX_MINIKUBE_ISO_CACHE: $CI_PROJECT_DIR/${CACHE}
    ${indented(4, environment(workspace))}
  cache:
    # What lies in it is named by what went into it, and is written anew after each job.
    key: minikube-iso
    when: always
    paths:
      - ${CACHE}/ccache
      - ${CACHE}/downloads
      - ${CACHE}/trust
  before_script:
    - apt-get update
    - |
      apt-get install --yes --no-install-recommends \\
        ${debianPackages.join(' \\\n        ')}
    ${indented(4, [...packageManager.setUp, packageManager.install].map(item))}
  artifacts:
    when: always
    paths:
      - dist/**/verify/*

minikube-iso:verify:
  extends: .minikube-iso
  stage: test
  interruptible: true
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - |
      base=\${CI_MERGE_REQUEST_DIFF_BASE_SHA:-$CI_COMMIT_BEFORE_SHA}
      # A first or forced push has nothing before it: everything is looked at.
      git cat-file -e "$base" 2>/dev/null || base=${NOTHING}
      export NX_BASE="$base" NX_HEAD="$CI_COMMIT_SHA"
    - ${commands.checkSync}
    - |
      ${commands.verifyAffected}

# Never for a merge request: a fork's code would run with the right to publish.
minikube-iso:publish:
  extends: .minikube-iso
  stage: deploy
  environment: minikube-iso
  resource_group: minikube-iso-publish
  rules:
    - if: $CI_COMMIT_TAG =~ /^minikube-iso-/
    - if: $CI_PIPELINE_SOURCE == "web" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual
      allow_failure: true
  id_tokens:
    AWS_ID_TOKEN: # says to AWS who asks for the role $AWS_ROLE_ARN
      aud: sts.amazonaws.com
  script:
    - |
      ${commands.verifyAll}
    - |
      AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp)
      export AWS_WEB_IDENTITY_TOKEN_FILE
      printf '%s' "$AWS_ID_TOKEN" >"$AWS_WEB_IDENTITY_TOKEN_FILE"
    - |
      ${commands.publishAll}
    - |
      ${indented(6, commands.bump(PATCH))}
  artifacts:
    paths:
      - dist/**/verify/*
      - ${PATCH}

# Alone has the right to write, and runs nothing of the repository's.
minikube-iso:bump:
  image: ${image}
  stage: deploy
  timeout: 10 minutes
  needs: ["minikube-iso:publish"]
  rules:
    - if: $CI_COMMIT_TAG =~ /^minikube-iso-/
    - if: $CI_PIPELINE_SOURCE == "web" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    GIT_DEPTH: "0"
    AUTHOR_NAME: minikube-iso
    AUTHOR_EMAIL: minikube-iso@noreply.$CI_SERVER_HOST
    BRANCH: ${BUMP_BRANCH}-$CI_PIPELINE_ID-$CI_JOB_ID
  script:
    - |
      if [ ! -s ${PATCH} ]; then
        echo 'Nothing is to be bumped.'
        exit 0
      fi
      git fetch origin "$CI_DEFAULT_BRANCH"
      git switch --create "$BRANCH" FETCH_HEAD
      ${indented(6, commands.commitBump(PATCH))}
      # The helper reads the token from the environment: no command line has it.
      # shellcheck disable=SC2016
      git -c credential.helper= \\
        -c credential.helper='!f() { echo username=token; echo "password=$MINIKUBE_ISO_PUSH_TOKEN"; }; f' \\
        push --push-option=merge_request.create \\
        --push-option=merge_request.target="$CI_DEFAULT_BRANCH" \\
        --push-option=merge_request.title='${BUMP_TITLE}' \\
        "$CI_PROJECT_URL.git" "$BRANCH"
`;
}

function item(command: string): string {
  return `- ${command}`;
}
