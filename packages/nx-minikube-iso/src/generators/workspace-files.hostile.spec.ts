import { execFileSync } from 'node:child_process';
import { accessSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { realTree, type RealTree } from './real-tree.testing.js';
import { workspaceFiles } from './workspace-files.js';

vi.mock('node:fs', async (load) => {
  const all = await load<{ accessSync: typeof accessSync }>();
  return { ...all, accessSync: vi.fn(all.accessSync) };
});

let workspace: RealTree;

beforeEach(() => {
  workspace = realTree();
});

const files = () => workspaceFiles(workspace.tree);
const link = (target: string, file: string) => symlinkSync(target, join(workspace.root, file));

describe('a file is refused', () => {
  it.each([
    ['Latin-1', Buffer.from('# f\xfcr', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFa', 'utf16le')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['cut short', Buffer.from('ü').subarray(0, 1)],
  ])('that is no UTF-8: %s', (_, bytes) => {
    workspace.write('a', bytes);
    expect(() => files().read('a')).toThrow(
      expect.objectContaining({
        code: 'FILE_NOT_UTF8',
        message: 'a: expected UTF-8, found other bytes',
      }),
    );
  });

  it('that is larger than any text, before it is read', () => {
    workspace.write('a', '');
    truncateSync(join(workspace.root, 'a'), 16 * 1024 * 1024 + 1);
    const read = vi.spyOn(workspace.tree, 'read');
    expect(() => files().read('a')).toThrow(expect.objectContaining({ code: 'FILE_TOO_LARGE' }));
    expect(read).not.toHaveBeenCalled();
    truncateSync(join(workspace.root, 'a'), 16 * 1024 * 1024);
    expect(files().read('a')).toHaveLength(16 * 1024 * 1024);
  });

  it('that cannot be read', () => {
    workspace.write('a', '');
    vi.spyOn(workspace.tree, 'read').mockReturnValue(null);
    expect(() => files().read('a')).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE' }));
  });

  it.each([
    ['a pipe', () => execFileSync('mkfifo', [join(workspace.root, 'a')])],
    ['a device', () => link('/dev/zero', 'a')],
    ['a link to nothing', () => link('nothing', 'a')],
    ['a link to itself', () => link('a', 'a')],
  ])('silently, as none at all, when it is %s', (_, make) => {
    make();
    expect(files().read('a')).toBeUndefined();
  });
});

describe('a link', () => {
  const outside = { code: 'PATH_OUTSIDE_WORKSPACE' };

  it('within the workspace is a file like others', () => {
    workspace.write('deploy/a', 'text');
    link('deploy/a', 'b');
    expect(files().read('b')).toBe('text');
    expect(() => files().expectWritable('b')).not.toThrow();
  });

  it.each([
    ['a file', '../secret', 'a', 'a'],
    ['a folder', '..', 'a', 'a/secret'],
  ])('to %s outside is followed nowhere', (_, target, name, file) => {
    writeFileSync(join(workspace.root, '../secret'), 'text');
    link(target, name);
    expect(() => files().read(file)).toThrow(expect.objectContaining(outside));
    expect(() => files().expectWritable(file)).toThrow(expect.objectContaining(outside));
  });

  it('to a folder outside takes no new file', () => {
    link('..', 'a');
    expect(() => files().expectWritable('a/new')).toThrow(expect.objectContaining(outside));
  });

  it('to nothing outside is not what a new file is written to', () => {
    link('../nothing', 'a');
    expect(() => files().expectWritable('a')).toThrow(
      expect.objectContaining({ code: 'NOT_WRITABLE' }),
    );
  });
});

describe('a file that cannot be written', () => {
  const refused = expect.objectContaining({
    code: 'NOT_WRITABLE',
    message: expect.stringMatching(/^chaos\/(?:a|new) cannot be written \(EACCES\)$/),
  });

  // Stood in for, because root may write to everything.
  it.each(['chaos/a', 'chaos/new'])('is named before anything is: %s', (file) => {
    workspace.write('chaos/a', '');
    vi.mocked(accessSync).mockImplementationOnce(() => {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    });
    expect(() => files().expectWritable(file)).toThrow(refused);
  });
});

describe('a glob that is none', () => {
  it.each(['deploy/*.{yaml', 'deploy/[x'])('is an error in one line: %s', async (glob) => {
    const { tree, write } = realTree();
    write('deploy/a.yaml', '');
    const error: unknown = await workspaceFiles(tree)
      .matching(glob)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'GLOB_INVALID',
      message: expect.stringMatching(/^deploy\/\S+: expected a glob, found none: [^\n]+$/),
    });
    expect(error).not.toHaveProperty('cause');
  });
});
