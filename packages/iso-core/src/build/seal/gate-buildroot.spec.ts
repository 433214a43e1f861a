import { describe, expect, it } from 'vitest';
import type { BuildrootResult } from '../engine/source/buildroot-result.js';
import { buildrootProblems } from './gate-buildroot.js';

const PACKAGES = `config BR2_PACKAGE_CRI_DOCKERD
	bool "cri-dockerd"
	default y
	depends on BR2_PACKAGE_HOST_GO_TARGET_ARCH_SUPPORTS
config BR2_PACKAGE_VBOX
	bool "vbox"
	default y if BR2_x86_64
config BR2_PACKAGE_SPARE
	bool "spare"
`;

const RESULT: BuildrootResult = {
  kconfigs: ['source "package/Config.in"\n', PACKAGES],
  config: 'BR2_PACKAGE_CRI_DOCKERD=y\n# BR2_PACKAGE_SPARE is not set\n',
  programs: new Map([['usr/bin/podman', 1000]]),
};

const problems = (result: Partial<BuildrootResult>, size = 1000) =>
  buildrootProblems({ ...RESULT, ...result }, new Map([['usr/bin/podman', { size }]]));

describe('the userland of an ISO', () => {
  it('is whole where every package was built and every program is in it', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    ['what it depends on', '# BR2_PACKAGE_SPARE is not set\n'],
    ['a config of Buildroot', ''],
  ])('lacks a package of minikube’s for want of %s', (_, config) => {
    expect(problems({ config })).toEqual([
      'Buildroot left out minikube’s package BR2_PACKAGE_CRI_DOCKERD',
    ]);
  });

  it('lacks a program, or has less of it', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`usr/sbin/${name}`, 1] as const);
    expect(problems({ programs: new Map(names) })).toEqual([
      '6 programs of Buildroot’s root are not in it: usr/sbin/a, usr/sbin/b, usr/sbin/c, usr/sbin/d, usr/sbin/e, …',
    ]);
    expect(problems({}, 999)).toEqual([expect.stringContaining('usr/bin/podman')]);
  });
});
