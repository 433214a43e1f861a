import { describe, expect, it } from 'vitest';
import { knownReleases, type ReleaseTag } from '../releases/release.js';
import { detectLayout } from './detect-layout.js';
import { TAG_NAMES, treeOf, treeOfTag } from './history.testing.js';

const BOARD = 'deploy/iso/minikube-iso/board';
const EXTERNAL = 'deploy/iso/minikube-iso';

/** What is known of a release by other means than its tree. */
function expected(release: ReleaseTag, architecture: 'amd64' | 'arm64') {
  const machine = architecture === 'amd64' ? 'x86_64' : 'aarch64';
  return {
    ...ruleOf(release, architecture, machine),
    isoVersion: release.isoVersion,
    kernelVersion: release.kernelVersion,
    linuxDefconfig:
      release.layout === 'architectures'
        ? `${BOARD}/minikube/${machine}/linux_${machine}_defconfig`
        : `${BOARD}/coreos/minikube/${release.layout}_defconfig`,
  };
}

/** What make is called with, and where it puts the ISO. */
function ruleOf({ tag, layout }: ReleaseTag, architecture: 'amd64' | 'arm64', machine: string) {
  if (layout === 'architectures') {
    return {
      makeTarget: `out/minikube-${machine}.iso`,
      output: `out/minikube-${architecture}.iso`,
    };
  }
  if (/^v0\.1[2-6]\./.test(tag)) {
    return {
      makeTarget: 'minikube-iso',
      output: 'out/buildroot/output/images/rootfs.iso9660',
    };
  }
  const makeTarget = tag.startsWith('v0.17.') ? 'minikube_iso' : 'out/minikube.iso';
  return { makeTarget, output: 'out/minikube.iso' };
}

describe('the layout of every release', () => {
  it.each(knownReleases())('$tag is told by its tree alone', async (release) => {
    for (const architecture of release.architectures) {
      const layout = await detectLayout(treeOfTag(release.tag), architecture);
      const { makeTarget, output, isoVersion, linuxDefconfig } = layout;
      const found = { makeTarget, output, isoVersion, linuxDefconfig };
      expect({ ...found, kernelVersion: layout.kernel?.version }).toEqual(
        expected(release, architecture),
      );
    }
  });

  it('knows each of the tags from the first with an ISO on', () => {
    const known = knownReleases().map(({ tag }) => tag);
    expect(TAG_NAMES.slice(TAG_NAMES.indexOf(known[0] ?? ''))).toEqual(known);
  });

  it.each(TAG_NAMES.slice(0, TAG_NAMES.indexOf('v0.12.0')))(
    '%s is from before minikube had an ISO of its own',
    async (tag) => {
      await expect(detectLayout(treeOfTag(tag), 'amd64')).rejects.toMatchObject({
        code: 'LAYOUT_WITHOUT_ISO',
        message: expect.stringContaining(tag),
        hint: expect.stringContaining('v0.12.0'),
      });
    },
  );

  it('calls the kernel’s machine in the target, and Go’s architecture in the file', async () => {
    expect(await detectLayout(treeOfTag('v1.38.1'), 'arm64')).toMatchObject({
      makeTarget: 'out/minikube-aarch64.iso',
      output: 'out/minikube-arm64.iso',
    });
  });

  it('says where the kernel is pinned: Buildroot’s config before the Makefile', async () => {
    const pinned = async (tag: string) => (await detectLayout(treeOfTag(tag), 'amd64')).kernel;
    expect(await pinned('v0.28.1')).toEqual({
      version: '4.15',
      release: '4.15.0',
      pinnedIn: `${EXTERNAL}/configs/minikube_defconfig`,
    });
    expect(await pinned('v1.9.2')).toEqual({
      version: '4.19.107',
      release: '4.19.107',
      pinnedIn: 'Makefile',
    });
    expect(await pinned('v0.19.0')).toBeUndefined();
  });

  it('tells whether the ISO has programs of minikube’s own', async () => {
    const { compilesGo } = await detectLayout(treeOfTag('v1.9.2'), 'amd64');
    expect([compilesGo, (await detectLayout(treeOfTag('v1.26.0'), 'amd64')).compilesGo]).toEqual([
      false,
      true,
    ]);
  });

  it('tells which variables an environment could change it by', async () => {
    const { fromEnvironment } = await detectLayout(treeOfTag('v1.9.2'), 'amd64');
    expect(fromEnvironment).toContain('ISO_VERSION');
    expect(fromEnvironment).not.toContain('RAW_VERSION');
  });
});

describe('a tree that is none of minikube’s releases', () => {
  const CONFIG = `${EXTERNAL}/configs/minikube_defconfig`;
  const LINUX = `${BOARD}/coreos/minikube/linux_defconfig`;
  const files = {
    Makefile: 'ISO_VERSION ?= v9.9.9\nKERNEL_VERSION ?= 6.6.95\nout/minikube.iso:\n\ttrue\n',
    [CONFIG]: `BR2_x86_64=y\nBR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="$(BR2_EXTERNAL)${LINUX.slice(EXTERNAL.length)}"\n`,
    [LINUX]: '',
  };
  const detect = (changes: Record<string, string | undefined>) => {
    const changed = Object.entries({ ...files, ...changes });
    const there = changed.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]]));
    return detectLayout(treeOf(Object.fromEntries(there) as Record<string, string>), 'amd64');
  };

  it('is told as well', async () => {
    expect(await detect({})).toMatchObject({ linuxDefconfig: LINUX, isoVersion: 'v9.9.9' });
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['no Makefile', { Makefile: undefined }, 'Makefile'],
    [
      'no target for an ISO',
      { Makefile: 'all:\n\ttrue\n' },
      'out/minikube-%.iso or out/minikube.iso',
    ],
    ['a variable of a target’s name', { Makefile: 'out/minikube.iso := x\n' }, 'found none'],
    ['no Buildroot config', { [CONFIG]: undefined }, `${EXTERNAL}/configs`],
    ['a config for no machine', { [CONFIG]: 'BR2_mips=y\n' }, 'BR2_x86_64'],
    ['no linux defconfig named', { [CONFIG]: 'BR2_x86_64=y\n' }, 'found none'],
    ['a linux defconfig that is not there', { [LINUX]: undefined }, LINUX],
    [
      'a linux defconfig outside of it',
      { [CONFIG]: 'BR2_x86_64=y\nBR2_LINUX_KERNEL_CUSTOM_CONFIG_FILE="/etc/passwd"\n' },
      '/etc/passwd',
    ],
    [
      'a kernel that is no version',
      { Makefile: 'KERNEL_VERSION ?= latest\nout/minikube.iso:\n' },
      'latest',
    ],
    [
      'a version that is a path',
      { Makefile: 'ISO_VERSION ?= v1/../../x\nout/minikube.iso:\n' },
      'v1/../../x',
    ],
  ])('is an error with %s, which says what was expected', async (_, changes, says) => {
    await expect(detect(changes)).rejects.toMatchObject({
      code: 'LAYOUT_UNKNOWN',
      message: expect.stringContaining(says),
    });
  });

  it('is an error for an architecture that it does not build for', async () => {
    await expect(detectLayout(treeOfTag('v1.25.2'), 'arm64')).rejects.toMatchObject({
      code: 'LAYOUT_WITHOUT_ARCHITECTURE',
      message: 'minikube v1.25.2 builds no ISO for arm64, only for amd64',
      hint: expect.stringContaining('v1.26.0'),
    });
  });
});
