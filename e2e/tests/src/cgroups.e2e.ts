// The probes of cgroups' controllers where these are not all in version 2: of version 1, as on the nodes of
// many releases of minikube, mounted nowhere, or disabled.
import { join } from 'node:path';
import type { Architecture, Probe } from 'iso-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedIso } from './support/changed-iso.js';
import { nodeVerdicts } from './support/node-verdicts.js';
import { describeVerdicts, probeVerdicts } from './support/probe-verdicts.js';
import { buildSpec, labIso, labSpec, scratchFolder } from './support/workspace.js';

const ARCHITECTURES: readonly Architecture[] =
  process.env['SOAK'] === '1' ? ['amd64', 'arm64'] : ['amd64'];
/** As in other tests, so that the kernel is compiled already. */
const BUILT_IN = [
  'chaos-controller/network',
  'chaos-controller/network-legacy',
  'chaos-controller/disk-pressure',
];

const UNMOUNT = 'umount /sys/fs/cgroup';
/** As systemd mounts them unless they are unified. No controller is in both versions at once. */
const VERSION_1 = `${UNMOUNT}
mount -t tmpfs tmpfs /sys/fs/cgroup
for controller in blkio cpuset memory net_cls; do
  mkdir /sys/fs/cgroup/$controller
  mount -t cgroup -o $controller cgroup /sys/fs/cgroup/$controller
done
mkdir /sys/fs/cgroup/unified
mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified`;

const ofControllers = (probes: readonly Probe[]) =>
  probes.filter(({ script }) => /^cgroup /m.test(script));

/** The guest that they share has no cgroups from the first one on. */
const withoutCgroups = (probes: readonly Probe[]) =>
  ofControllers(probes).map((probe) => ({
    ...probe,
    script: `! grep -q ' cgroup2 ' /proc/mounts || ${UNMOUNT}\n${probe.script}`,
  }));

const verdicts = (throttle: string, others: string) => ({
  'cgroup-classid': 'passed',
  'disk-throttle': throttle,
  cpuset: others,
  'memory-limit': others,
});

describe.each(ARCHITECTURES)('the probes of controllers on %s', (architecture) => {
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;
  let built: string;

  beforeAll(async () => {
    scratch = await scratchFolder();
    const spec = labSpec(architecture, BUILT_IN);
    built = (await buildSpec(join(scratch.folder, 'built'), spec)).files.iso;
  });

  afterAll(() => scratch.dispose());

  describe.each<[string, string, string, () => string]>([
    ['the base', 'failed', 'has no file blkio.throttle.read', () => labIso(architecture)],
    ['the kernel route', 'passed', 'read-speed', () => built],
  ])('of %s', (_, throttle, because, iso) => {
    it('take those of version 1 that a node has, and leave it as it was', async () => {
      const node = await nodeVerdicts(architecture, iso(), {
        setUp: VERSION_1,
        change: ofControllers,
      });
      expect(node.found, node.console).toEqual(verdicts(throttle, 'passed'));
      expect(node.console).toContain(because);
      expect(node.before, node.console).toMatch(/^[0-9a-f]{64}$/);
      expect(node.after, node.console).toBe(node.before);
    });

    it('mount those of version 1 in a guest that has none', async () => {
      const guest = await probeVerdicts(iso(), withoutCgroups);
      expect(guest.found, describeVerdicts(guest)).toEqual(verdicts(throttle, 'passed'));
      expect(describeVerdicts(guest)).toContain(because);
    });
  });

  it('mount on a node that has none only what disturbs nobody', async () => {
    const node = await nodeVerdicts(architecture, built, { setUp: UNMOUNT, change: ofControllers });
    expect(node.found, node.console).toEqual(verdicts('not run', 'not run'));
    expect(node.before, node.console).toMatch(/^[0-9a-f]{64}$/);
    expect(node.after, node.console).toBe(node.before);
  });
});

describe('the probes of controllers on amd64', () => {
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;

  beforeAll(async () => {
    scratch = await scratchFolder();
  });

  afterAll(() => scratch.dispose());

  it('fail where the command line of the ISO disables what they measure', async () => {
    const isolinux = `default 1
label 1
kernel /boot/bzImage
initrd /boot/initrd
append console=ttyS0 cgroup_disable=cpuset,memory
`;
    const files = { '/isolinux/isolinux.cfg': isolinux };
    const guest = await probeVerdicts(
      await changedIso(scratch.folder, 'amd64', { files }),
      ofControllers,
    );
    expect(guest.found, describeVerdicts(guest)).toEqual(verdicts('failed', 'failed'));
  });
});
