// Steps that several jobs of the GitHub workflow have, written for the place of a step in a job. Pure.
import { indented } from './lines.js';
import type { Workspace } from './workspace.js';

/** Packages of the system and of the workspace, and what earlier runs left in the tool's cache folder. */
export function setUp({ node, packageManager, debianPackages }: Workspace): string {
  const { setUp: commands, install, lockFile } = packageManager;
  const specs = "'**/minikube-iso.json', '**/minikube-iso.*.json', '!**/minikube-iso.lock.json'";
  return `- uses: actions/setup-node@v6
        with:
          node-version: ${JSON.stringify(node)}
      - name: Restore what earlier runs downloaded and compiled
        uses: actions/cache@v5
        with:
          path: |
            ~/.cache/nx-minikube-iso/ccache
            ~/.cache/nx-minikube-iso/downloads
            ~/.cache/nx-minikube-iso/trust
          key: minikube-iso-\${{ hashFiles('${lockFile}') }}-\${{ hashFiles(${specs}) }}
          restore-keys: |
            minikube-iso-\${{ hashFiles('${lockFile}') }}-
            minikube-iso-
      - name: Install the packages of the system
        run: |
          sudo apt-get update
          sudo apt-get install --yes --no-install-recommends \\
            ${debianPackages.join(' \\\n            ')}
          if [ -e /dev/kvm ]; then sudo chmod 0666 /dev/kvm; fi
      - name: Install the packages of the workspace
        run: |
          ${indented(10, [...commands, install])}`;
}

/** The reports of failed verifications are those that are read. */
export const UPLOAD_REPORTS = `- uses: actions/upload-artifact@v7
        if: \${{ !cancelled() }}
        with:
          name: minikube-iso-reports
          path: dist/**/verify/*
          if-no-files-found: ignore
          overwrite: true`;
