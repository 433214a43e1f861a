import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { githubWorkflow } from './github-workflow.js';
import {
  lintGithub,
  PACKAGE_MANAGERS,
  shellcheck,
  stepsOf,
  WORKSPACE,
} from './pipelines.testing.js';

interface Job {
  readonly if: string;
  readonly permissions: Record<string, string>;
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
}

const text = githubWorkflow(WORKSPACE);
const { jobs, ...workflow } = parse(text) as { jobs: Record<string, Job> } & Record<string, object>;
const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

describe('the workflow of GitHub Actions', () => {
  it.each(PACKAGE_MANAGERS)('is right to actionlint, with %s', async (pm) => {
    const packageManager = stepsOf(pm);
    await expect(lintGithub(githubWorkflow({ ...WORKSPACE, packageManager }))).resolves.toEqual([]);
  });

  it.each([
    ['a key that is misspelt', 'runs-on:', 'run-on:'],
    ['a right that does not exist', 'id-token: write', 'id-token: always'],
    ['a job that does not exist', 'needs: publish', 'needs: publication'],
    ['an expression that does not end', 'github.token }}', 'github.token }'],
    ['a context that does not exist', 'vars.AWS_REGION', 'variables.AWS_REGION'],
    ['a branch name in a script', '"$BRANCH"', '${{ github.head_ref }}'],
  ])('would not be right with %s', async (_, right, wrong) => {
    expect(text).toContain(right);
    await expect(lintGithub(text.replace(right, wrong))).resolves.not.toEqual([]);
  });

  it('is laid out as prettier lays it out', async () => {
    await expect(format(text, { parser: 'yaml', printWidth: 120 })).resolves.toBe(text);
  });

  it('has scripts that are right to shellcheck, and no expression in them', () => {
    expect(scripts.map(shellcheck)).toEqual(scripts.map(() => ''));
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
    expect(scripts.length).toBeGreaterThan(8);
  });

  it('takes every action by the tag of a major version', () => {
    const actions = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ uses }) => uses ?? []),
    );
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@v\d+$/.test(action))).toEqual([]);
  });

  it('gives each job the rights that it needs, and no other', () => {
    expect(workflow['permissions']).toEqual({ contents: 'read' });
    expect(Object.entries(jobs).map(([name, { permissions }]) => [name, permissions])).toEqual([
      ['verify', { actions: 'read', contents: 'read' }],
      ['publish', { contents: 'read', 'id-token': 'write' }],
      ['bump', { contents: 'write', 'pull-requests': 'write' }],
    ]);
  });

  it('has no secret, and runs no command of the workspace where it may write', () => {
    expect(text).not.toContain('secrets');
    expect(JSON.stringify(jobs['bump'])).not.toMatch(/npx|npm/);
  });

  it('keeps no token in the checkout', () => {
    expect(text.match(/persist-credentials: false/g)).toHaveLength(
      text.match(/actions\/checkout@/g)?.length ?? 0,
    );
  });

  it('names an odd target so that the shell takes it as it is', async () => {
    const odd = githubWorkflow({ ...WORKSPACE, verifyTarget: "it's: #1 $(true)" });
    expect(odd).toContain(`npx nx affected -t 'it'\\''s: #1 $(true)' --parallel=1`);
    await expect(lintGithub(odd)).resolves.toEqual([]);
  });
});
