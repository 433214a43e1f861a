import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gitlabPipeline } from './gitlab-pipeline.js';
import {
  askGitlab,
  PACKAGE_MANAGERS,
  shellcheck,
  stepsOf,
  WORKSPACE,
} from './pipelines.testing.js';

interface Job {
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
  readonly id_tokens?: object;
}

const text = gitlabPipeline(WORKSPACE);
const jobs = parse(text) as Record<string, Job>;

describe('the pipeline of GitLab CI', () => {
  it.each(PACKAGE_MANAGERS)("is right by GitLab's schema, with %s", (pm) => {
    const packageManager = stepsOf(pm);
    const { status, errors } = askGitlab(gitlabPipeline({ ...WORKSPACE, packageManager }));
    expect(errors).not.toContain('Invalid');
    expect(status).toBe(0);
  });

  it.each([
    ['a key that is misspelt', 'interruptible:', 'interuptible:'],
    ['a value of the wrong kind', 'interruptible: true', 'interruptible: sometimes'],
    ['a job that does not exist', 'needs: ["minikube-iso:publish"]', 'needs: ["publication"]'],
    ['a template that does not exist', 'extends: .minikube-iso', 'extends: .minikube'],
  ])('would not be right with %s', (_, right, wrong) => {
    expect(text).toContain(right);
    expect(askGitlab(text.replace(right, wrong)).status).not.toBe(0);
  });

  const source = (name: string) => `CI_PIPELINE_SOURCE=${name}`;

  it.each([
    ['a merge request', [source('merge_request_event')], ['minikube-iso:verify on_success']],
    ['a push to the default branch', [source('push')], ['minikube-iso:verify on_success']],
    ['a push to another branch', [source('push'), 'CI_COMMIT_BRANCH=topic'], []],
    ['a run that is started on another branch', [source('web'), 'CI_COMMIT_BRANCH=topic'], []],
    [
      'a run that is started on the default branch',
      [source('web')],
      ['minikube-iso:publish manual', 'minikube-iso:bump on_success'],
    ],
    [
      'a tag',
      [source('push'), 'CI_COMMIT_BRANCH=', 'CI_COMMIT_TAG=minikube-iso-2026-11-22'],
      ['minikube-iso:publish on_success', 'minikube-iso:bump on_success'],
    ],
    ['another tag', [source('push'), 'CI_COMMIT_BRANCH=', 'CI_COMMIT_TAG=v1'], []],
  ])('for %s', (_, variables, expected) => {
    expect(askGitlab(text, ...variables).jobs).toEqual(expected);
  });

  it('is laid out as prettier lays it out', async () => {
    await expect(format(text, { parser: 'yaml', printWidth: 120 })).resolves.toBe(text);
  });

  it('has scripts that are right to shellcheck', () => {
    const scripts = Object.values(jobs).flatMap(({ before_script, script }) =>
      [before_script, script].flatMap((lines) => (lines === undefined ? [] : [lines.join('\n')])),
    );
    expect(scripts.map(shellcheck)).toEqual(['', '', '', '']);
  });

  it('lets the job that publishes alone say who it is', () => {
    const named = Object.keys(jobs).filter((name) => jobs[name]?.id_tokens !== undefined);
    expect(named).toEqual(['minikube-iso:publish']);
  });

  it('runs no command of the workspace where it has the token to write', () => {
    const withToken = Object.keys(jobs).filter((name) =>
      JSON.stringify(jobs[name]).includes('MINIKUBE_ISO_PUSH_TOKEN'),
    );
    expect(withToken).toEqual(['minikube-iso:bump']);
    expect(JSON.stringify(jobs['minikube-iso:bump'])).not.toMatch(/npx|npm/);
  });
});
