// The workflow of GitHub Actions. Pure.
import { BUMP_BRANCH, BUMP_TITLE, commandsOf } from './commands.js';
import { environment } from './environment.js';
import { setUp, UPLOAD_REPORTS } from './github-steps.js';
import { indented } from './lines.js';
import type { Workspace } from './workspace.js';

export const GITHUB_WORKFLOW = '.github/workflows/minikube-iso.yml';

// A machine of amd64, with a compiler that minikube's kernels build with.
const RUNNER = 'ubuntu-24.04';

const PATCH = '"$RUNNER_TEMP/bump.patch"';

/** The text of the workflow. What is not known until it runs is an expression of GitHub's, and never in a script. */
export function githubWorkflow(workspace: Workspace): string {
  const commands = commandsOf(workspace);
  return `# Verifies the minikube ISOs that a change touches. On a tag minikube-iso-*, or when started by hand on the
# default branch, publishes all of them and opens a pull request with what that changes in this repository.
# Publishing takes an environment minikube-iso with the variables AWS_ROLE_ARN and AWS_REGION.
# Made by: nx g nx-minikube-iso:ci --provider=github
name: minikube ISO

on:
  pull_request:
  push:
    branches: [${JSON.stringify(workspace.mainBranch)}]
    tags: [minikube-iso-*]
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

env:
  ${indented(2, environment(workspace))}

jobs:
  verify:
    # A tag and a start by hand verify what they publish.
    if: github.event_name == 'pull_request' || github.event_name == 'push' && github.ref_type == 'branch'
    runs-on: ${RUNNER}
    timeout-minutes: 180
    permissions:
      actions: read # nx-set-shas asks which commit was the last to pass
      contents: read
    steps:
      - uses: actions/checkout@v6
        with:
          fetch-depth: 0 # nx affected compares commits
          persist-credentials: false
      - uses: nrwl/nx-set-shas@v5
        with:
          main-branch-name: \${{ github.event.repository.default_branch }}
      ${setUp(workspace)}
      - name: Check that generated files are in step
        run: ${commands.checkSync}
      - name: Verify the ISOs that the change touches
        run: |
          ${commands.verifyAffected}
      ${UPLOAD_REPORTS}

  publish:
    # Neither for a pull request nor in a fork: their code would run with the right to publish.
    if: >-
      !github.event.repository.fork && (
      github.event_name == 'push' && startsWith(github.ref, 'refs/tags/minikube-iso-') ||
      github.event_name == 'workflow_dispatch' && github.ref_name == github.event.repository.default_branch )
    runs-on: ${RUNNER}
    timeout-minutes: 180
    environment: minikube-iso
    concurrency: minikube-iso-publish
    permissions:
      contents: read
      id-token: write # says to AWS who asks for the role
    outputs:
      bumped: \${{ steps.bump.outputs.bumped }}
    steps:
      - uses: actions/checkout@v6
        with:
          persist-credentials: false
      ${setUp(workspace)}
      - name: Verify the ISOs
        run: |
          ${commands.verifyAll}
      ${UPLOAD_REPORTS}
      # After the build, which may take longer than the role is lent for.
      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: \${{ vars.AWS_ROLE_ARN }}
          aws-region: \${{ vars.AWS_REGION }}
      - name: Publish the ISOs
        run: |
          ${commands.publishAll}
      - name: Bump what names their URLs
        id: bump
        run: |
          ${indented(10, commands.bump(PATCH))}
          if [ -s ${PATCH} ]; then echo 'bumped=true' >>"$GITHUB_OUTPUT"; fi
      - uses: actions/upload-artifact@v7
        if: steps.bump.outputs.bumped == 'true'
        with:
          name: minikube-iso-bump
          path: \${{ runner.temp }}/bump.patch
          overwrite: true

  # Alone has the right to write, and runs nothing of the repository's.
  bump:
    needs: publish
    if: needs.publish.outputs.bumped == 'true'
    runs-on: ${RUNNER}
    timeout-minutes: 10
    permissions:
      contents: write
      pull-requests: write
    steps:
      - uses: actions/checkout@v6
        with:
          ref: \${{ github.event.repository.default_branch }}
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/download-artifact@v8
        with:
          name: minikube-iso-bump
          path: \${{ runner.temp }}
      - name: Open a pull request
        env:
          AUTHOR_NAME: github-actions[bot]
          AUTHOR_EMAIL: 41898282+github-actions[bot]@users.noreply.github.com
          BRANCH: ${BUMP_BRANCH}-\${{ github.run_id }}-\${{ github.run_attempt }}
          GH_TOKEN: \${{ github.token }}
        run: |
          git switch --create "$BRANCH"
          ${indented(10, commands.commitBump(PATCH))}
          gh auth setup-git
          git push origin "$BRANCH"
          gh pr create --head "$BRANCH" --title '${BUMP_TITLE}' --body ''
`;
}
