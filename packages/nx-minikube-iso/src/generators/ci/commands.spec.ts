import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandsOf } from './commands.js';
import { git, WORKSPACE } from './pipelines.testing.js';

const packageManager = { ...WORKSPACE.packageManager, exec: 'env' };
const { bump, commitBump } = commandsOf({ ...WORKSPACE, packageManager });

let folder: string;
let repository: string;

/** Runs a script where `nx` is the script `nx` of the folder. */
function run(commands: readonly string[]): void {
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    PATCH: join(folder, 'bump.patch'),
    AUTHOR_NAME: 'bumper',
    AUTHOR_EMAIL: 'bumper@example.test',
  };
  execFileSync('sh', ['-e', '-c', commands.join('\n')], { cwd: repository, env, stdio: 'pipe' });
}

function makeNx(script: string): void {
  const file = join(folder, 'nx');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  repository = join(folder, 'repository');
  mkdirSync(repository);
  git(repository, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(repository, 'Makefile'), 'ISO = old\n');
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message=first');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the commands of the bump', () => {
  it('carry what it changes and adds to a commit elsewhere, and nothing that was built', () => {
    makeNx(
      'mkdir -p dist .nx/cache; : >dist/a.iso; : >.nx/cache/b; echo ISO = new >Makefile; mkdir chaos; echo {} >chaos/minikube-iso.lock.json',
    );
    run(bump('"$PATCH"'));
    git(repository, 'reset', '--quiet', '--hard');
    writeFileSync(join(repository, 'README.md'), 'Since then.\n');
    git(repository, 'add', 'README.md');
    git(repository, 'commit', '--quiet', '--message=second');

    run(commitBump('"$PATCH"'));

    expect(git(repository, 'show', '--format=%s|%an', '--name-only', 'HEAD')).toBe(
      'Move to the published minikube ISO|bumper\n\nMakefile\nchaos/minikube-iso.lock.json\n',
    );
    expect(readFileSync(join(repository, 'Makefile'), 'utf8')).toBe('ISO = new\n');
    expect(existsSync(join(repository, 'README.md'))).toBe(true);
  });

  it('leave an empty patch when nothing is to be bumped', () => {
    makeNx('mkdir dist; : >dist/a.iso');
    run(bump('"$PATCH"'));
    expect(readFileSync(join(folder, 'bump.patch'), 'utf8')).toBe('');
  });

  it('fail when the bump does', () => {
    makeNx('exit 3');
    expect(() => {
      run(bump('"$PATCH"'));
    }).toThrow();
  });
});
