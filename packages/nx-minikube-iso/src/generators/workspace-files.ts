// The files of a workspace as the core reads them: by a generator's tree, as text, and never from outside.
import { accessSync, constants, lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { globAsync, type Tree } from '@nx/devkit';
import { byteSize, cleanLine, IsoError, systemCode, type WorkspaceFiles } from 'iso-core';

/** No text that somebody wrote is larger. */
const MOST_BYTES = 16 * 1024 * 1024;

const NOT_MEANT =
  'If it is not to name the ISO: leave it out of "bump" of the spec, where bump is not given --makefile and --also instead, and of "files" of minikube-iso.lock.json.';

export function workspaceFiles(tree: Tree): WorkspaceFiles {
  return {
    read: (file) => readText(tree, file),
    namesIn: (folder) => tree.children(folder),
    matching: (glob) => matching(tree, glob),
    expectWritable: (file) => expectWritable(tree, file),
  };
}

/** Error: `GLOB_INVALID`. */
async function matching(tree: Tree, glob: string): Promise<string[]> {
  if (tree.exists(glob) && tree.isFile(glob)) return [glob];
  try {
    return (await globAsync(tree, [glob])).sort();
  } catch (error) {
    // A stack of native code follows.
    const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new IsoError(
      'GLOB_INVALID',
      `${cleanLine(glob, 200)}: expected a glob, found none: ${cleanLine(why, 200)}`,
      {
        hint: 'Close every brace and bracket; to match one as itself, name the file without any other wildcard.',
        details: { glob },
      },
    );
  }
}

/** Errors: `FILE_NOT_UTF8`, `FILE_TOO_LARGE`, `FILE_UNREADABLE`, `PATH_OUTSIDE_WORKSPACE`. */
function readText(tree: Tree, file: string): string | undefined {
  if (!tree.exists(file) || !tree.isFile(file)) return undefined;
  expectInside(tree, file);
  expectSmall(tree, file);
  const bytes = tree.read(file);
  if (bytes === null) {
    throw new IsoError('FILE_UNREADABLE', `${file} cannot be opened for reading`, {
      hint: 'Check who may read it, and who may enter its folders.',
      details: { file },
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new IsoError('FILE_NOT_UTF8', `${file}: expected UTF-8, found other bytes`, {
      hint: `Convert it (iconv -t UTF-8). ${NOT_MEANT}`,
      details: { file },
    });
  }
}

function expectSmall({ root }: Tree, file: string): void {
  const { size = 0 } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {};
  if (size <= MOST_BYTES) return;
  throw new IsoError(
    'FILE_TOO_LARGE',
    `${file}: expected at most ${byteSize(MOST_BYTES)} of text, found ${byteSize(size)}`,
    { hint: NOT_MEANT, details: { file, size } },
  );
}

/** A link must not lead out of the workspace: what is written goes where it points. */
function expectInside({ root }: Tree, file: string): void {
  const path = realPath(join(root, file));
  const inside = path === undefined ? file : relative(realPath(root) ?? root, path);
  if (inside !== '..' && !inside.startsWith('../')) return;
  throw new IsoError(
    'PATH_OUTSIDE_WORKSPACE',
    `${file}: expected a file inside the workspace, found a link to ${path ?? ''}`,
    { hint: 'Name the file itself where it is, in its own workspace.', details: { file, root } },
  );
}

/** Errors: `NOT_WRITABLE`, `PATH_OUTSIDE_WORKSPACE`. */
function expectWritable(tree: Tree, file: string): void {
  const path = join(tree.root, file);
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const target = isThere ? file : dirname(file);
  expectInside(tree, target);
  try {
    accessSync(join(tree.root, target), constants.W_OK);
  } catch (cause) {
    // A folder that is only in the tree as yet.
    if (!isThere && systemCode(cause) === 'ENOENT') return;
    throw new IsoError('NOT_WRITABLE', `${file} cannot be written (${systemCode(cause) ?? ''})`, {
      hint: 'Nothing was changed. Make it writable for this user, and run it again.',
      cause,
      details: { file },
    });
  }
}

/** Undefined for what is only in the tree as yet. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
