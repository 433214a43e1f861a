import { describe, expect, it } from 'vitest';
import { buildTimestamp, kernelEnvironment } from './environment.js';

describe('kernelEnvironment', () => {
  it('takes out what would change the build, also what is only known by its family', () => {
    const inherited = {
      KBUILD_VERBOSE: '1',
      INSTALL_HDR_PATH: '/x',
      LC_CTYPE: 'de_DE',
      PATH: '/bin',
    };
    const environment = kernelEnvironment({ epochSeconds: 0 }, inherited);
    const removed = [
      ...['MAKEFLAGS', 'CFLAGS', 'KCFLAGS', 'LOCALVERSION', 'CROSS_COMPILE', 'ARCH', 'CPATH'],
      ...['KBUILD_VERBOSE', 'INSTALL_HDR_PATH', 'LC_CTYPE', 'GIT_DIR'],
    ];
    for (const name of removed) {
      expect(Object.hasOwn(environment, name) && environment[name] === undefined).toBe(true);
    }
    expect(environment).not.toHaveProperty('PATH');
  });

  it('fixes what kbuild would take from the clock and the machine, even if the user sets it', () => {
    const inherited = { KBUILD_BUILD_USER: 'me', KBUILD_BUILD_TIMESTAMP: 'now' };
    expect(kernelEnvironment({ epochSeconds: 1_700_000_000 }, inherited)).toMatchObject({
      LC_ALL: 'C',
      KBUILD_BUILD_TIMESTAMP: 'Tue Nov 14 22:13:20 UTC 2023',
      KBUILD_BUILD_USER: 'nx-minikube-iso',
      KBUILD_BUILD_HOST: 'nx-minikube-iso',
      KBUILD_BUILD_VERSION: '1',
    });
  });
});

describe('buildTimestamp', () => {
  it('is what date prints in UTC', () => {
    expect(buildTimestamp(0)).toBe('Thu Jan  1 00:00:00 UTC 1970');
    expect(buildTimestamp(1_735_689_599)).toBe('Tue Dec 31 23:59:59 UTC 2024');
  });
});
