// A small repository that is shaped as minikube's, made by git itself.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { treeOfTag } from '../layout/history.testing.js';

export interface TestRepository {
  readonly folder: string;
  /** `file://…` */
  readonly url: string;
  git(...args: string[]): string;
  /** Commits some files and gives back the commit. */
  commit(files: Readonly<Record<string, string | Uint8Array>>): string;
}

/** An empty repository in `folder`. */
export function emptyRepository(folder: string): TestRepository {
  mkdirSync(folder, { recursive: true });
  const repository = repositoryIn(folder);
  repository.git('init', '--quiet', '--initial-branch=master');
  return repository;
}

/** The repository that is in `folder`. */
export function repositoryIn(folder: string): TestRepository {
  const settings = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  const git = (...args: string[]): string =>
    execFileSync('git', [...settings, ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    }).trim();
  return {
    folder,
    url: `file://${folder}`,
    git,
    commit: (files) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message=a change');
      return git('rev-parse', 'HEAD');
    },
  };
}

/** One with the trees of some tags of minikube, committed and tagged in their order. */
export async function minikubeRepository(
  folder: string,
  tags: readonly string[],
): Promise<TestRepository> {
  const repository = emptyRepository(folder);
  for (const tag of tags) {
    const tree = treeOfTag(tag);
    const texts = [...tree.files].map(async (path) => [path, await tree.read(path)] as const);
    repository.commit(Object.fromEntries(await Promise.all(texts)));
    repository.git('tag', tag);
  }
  return repository;
}
