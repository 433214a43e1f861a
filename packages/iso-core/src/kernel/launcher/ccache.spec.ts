import { describe, expect, it } from 'vitest';
import { IsoError, type Runner } from '../../runtime/index.js';
import { ccacheLauncher } from './ccache.js';

const installed: Runner = () =>
  Promise.resolve({ exitCode: 0, stdout: 'ccache version 4.8\nFeatures:\n', stderr: '' });

describe('ccacheLauncher', () => {
  it('keeps its files where we say, unless the environment says where', async () => {
    expect(await ccacheLauncher(installed, '/cache/ccache', {})).toMatchObject({
      program: 'ccache',
      version: '4.8',
      env: { CCACHE_DIR: '/cache/ccache' },
    });
    expect(await ccacheLauncher(installed, '/cache/ccache', { CCACHE_DIR: '/mine' })).toMatchObject(
      { env: { CCACHE_DIR: '/mine' } },
    );
  });

  it('rewrites no path, which would show in what is compiled', async () => {
    expect((await ccacheLauncher(installed, '/c', {}))?.env['CCACHE_BASEDIR']).toBe('');
  });

  it('lets nobody but make say what compiles, and how', async () => {
    const own = { CCACHE_COMPILER: 'clang', CCACHE_CC: 'clang', CCACHE_EXTRAFILES: '/x' };
    const where = { CCACHE_REMOTE_STORAGE: 'redis://here', CCACHE_MAXSIZE: '1G' };
    const env = (await ccacheLauncher(installed, '/c', { ...own, ...where }))?.env ?? {};
    expect(env).toMatchObject({ CCACHE_COMPILER: '', CCACHE_PATH: '', CCACHE_IGNOREOPTIONS: '' });
    expect([env['CCACHE_CC'], env['CCACHE_EXTRAFILES']]).toEqual([undefined, undefined]);
    expect(Object.keys(env)).toEqual(expect.arrayContaining(['CCACHE_CC', 'CCACHE_EXTRAFILES']));
    expect(Object.keys(env)).not.toContain('CCACHE_REMOTE_STORAGE');
  });

  it('is none where ccache is not installed', async () => {
    const run: Runner = () => Promise.reject(new IsoError('COMMAND_NOT_FOUND', '', { hint: '' }));
    expect(await ccacheLauncher(run, '/c', {})).toBeUndefined();
  });
});
