import { describe, expect, it } from 'vitest';
import { makeEnvironment } from './make-environment.js';

const FOLDERS = { folder: '/tree', downloads: '/cache/downloads', ccache: '/cache/ccache' };

function environment(inherited: Record<string, string>, isRoot = false) {
  const added = makeEnvironment(
    { ...FOLDERS, isRoot, fromEnvironment: ['ISO_VERSION', 'BUILD_DIR'] },
    inherited,
  );
  const all = Object.entries({ ...inherited, ...added });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

describe('the environment of minikube’s make', () => {
  it('builds right there, and keeps downloads and what was compiled', () => {
    expect(environment({ PWD: '/elsewhere' })).toEqual({
      PWD: '/tree',
      IN_DOCKER: '1',
      BR2_DL_DIR: '/cache/downloads',
      BR2_CCACHE_DIR: '/cache/ccache',
      GIT_TERMINAL_PROMPT: '0',
    });
  });

  it('takes from the user nothing that changes what is built', () => {
    const changing = {
      ...{ ISO_VERSION: 'v6.6.6', BUILD_DIR: '/elsewhere', IN_DOCKER: '0', BR2_JLEVEL: '64' },
      ...{ MAKEFLAGS: '-k', CFLAGS: '-O0', KBUILD_BUILD_USER: 'me', GIT_DIR: '/a/.git' },
      ...{ BR_CACHE_DIR: '/elsewhere', CCACHE_DIR: '/elsewhere', BR2_EXTERNAL: '/elsewhere' },
    };
    expect(environment(changing)).toEqual(environment({}));
  });

  it('leaves him the rest: programs, proxies, his home', () => {
    const own = { PATH: '/bin', HOME: '/home/me', https_proxy: 'http://proxy.example.com' };
    expect(environment(own)).toMatchObject(own);
  });

  it('lets packages be configured by root', () => {
    expect(environment({}, true)).toMatchObject({ FORCE_UNSAFE_CONFIGURE: '1' });
  });
});
