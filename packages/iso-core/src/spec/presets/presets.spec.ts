import { describe, expect, it } from 'vitest';
import {
  findPreset,
  presetNames,
  presets,
  resolveRequirements,
  type Requirement,
} from '../index.js';
import { appliesTo, requirementName } from '../requirement.js';
import { parse } from '../spec.testing.js';

const resolve = (name: string): Requirement[] =>
  resolveRequirements(parse({ minikube: '1.38.1', kernel: { require: [name] } }));
const names = (name: string): string[] => resolve(name).map(requirementName).slice(0, -2);

describe('the presets', () => {
  it('are split by disruption', () => {
    expect(Object.fromEntries(presetNames().map((name) => [name, names(name)]))).toEqual({
      'chaos-controller': expect.any(Array),
      'chaos-controller/network': [
        ...['NET_SCHED', 'NET_SCH_PRIO', 'NET_SCH_NETEM', 'NET_SCH_TBF', 'NET_CLS_FLOWER'],
        ...['NET_CLS_ACT', 'NET_CLS_BPF', 'NF_CONNTRACK', 'NETFILTER_XT_MATCH_STATE'],
        ...['NETFILTER_XT_TARGET_LOG', 'NETFILTER_XT_TARGET_MARK', 'NETFILTER_XT_MATCH_CGROUP'],
        ...['NET_CLS_CGROUP or CGROUP_NET_CLASSID', 'IP_NF_IPTABLES', 'IP_NF_NAT', 'IP_NF_MANGLE'],
      ],
      'chaos-controller/network-legacy': ['NET_CLS_U32', 'NET_CLS_FW'],
      'chaos-controller/disk-pressure': ['BLK_CGROUP', 'BLK_DEV_THROTTLING'],
      'chaos-controller/cpu-pressure': ['CGROUPS', 'CPUSETS', 'MEMCG'],
      'chaos-controller/memory-pressure': ['CGROUPS', 'MEMCG', 'CPUSETS'],
      'chaos-controller/disk-failure': [
        ...['BPF', 'BPF_SYSCALL', 'BPF_JIT', 'HAVE_EBPF_JIT', 'KPROBES', 'FTRACE', 'KPROBE_EVENTS'],
        ...['BPF_EVENTS', 'PERF_EVENTS', 'FUNCTION_ERROR_INJECTION', 'BPF_KPROBE_OVERRIDE'],
        'DEBUG_INFO_BTF',
      ],
      'chaos-controller/node-failure': ['MAGIC_SYSRQ'],
      tc: ['NET_SCH_PRIO', 'NET_SCH_NETEM', 'NET_SCH_TBF', 'BLK_DEV_THROTTLING'],
    });
  });

  it('are all of them in chaos-controller', () => {
    const disruptions = presetNames().filter((name) => name.startsWith('chaos-controller/'));
    expect(new Set(names('chaos-controller'))).toEqual(new Set(disruptions.flatMap(names)));
  });

  it('are named so that no option is taken for one', () => {
    for (const name of presetNames()) expect(name).toMatch(/[a-z/]/);
    expect(new Set(presetNames()).size).toBe(presetNames().length);
  });

  it('give every option a reason of its own, in one whole sentence', () => {
    for (const { entries } of presets) {
      const reasons = entries.map(({ reason }) => reason);
      expect(new Set(reasons).size).toBe(reasons.length);
      for (const reason of reasons)
        expect(reason).toMatch(/^(?!.*\. )(?:[A-Z]|tc |eBPF |bpf_).*\.$/);
    }
  });

  it('want y alone only where a module would not do', () => {
    const builtIn = resolve('chaos-controller').filter(
      (requirement) => requirement.kind === 'option' && !requirement.values.includes('m'),
    );
    expect(builtIn.map(requirementName)).toEqual([
      'NET_CLS_ACT',
      'BPF_KPROBE_OVERRIDE',
      'IKCONFIG',
    ]);
  });

  it('are found by name, and by nothing else', () => {
    expect(findPreset('tc')?.name).toBe('tc');
    expect(findPreset('toString')).toBeUndefined();
  });
});

describe('what a preset asks of an old kernel', () => {
  const notApplicable = (release: string, architecture: 'amd64' | 'arm64'): string[] =>
    resolve('chaos-controller')
      .filter((requirement) => !appliesTo(requirement, release, architecture))
      .map(requirementName);

  it.each([['4.9.64', 'amd64'] as const, ['4.9.64', 'arm64'] as const])(
    'on %s for %s leaves out what came later',
    (release, architecture) => {
      expect(notApplicable(release, architecture)).toEqual([
        'KPROBE_EVENTS',
        'FUNCTION_ERROR_INJECTION',
        'BPF_KPROBE_OVERRIDE',
        'DEBUG_INFO_BTF',
      ]);
    },
  );

  it('depends on the architecture, which learnt some things later', () => {
    expect(notApplicable('4.19.202', 'amd64')).toEqual(['DEBUG_INFO_BTF']);
    expect(notApplicable('4.19.202', 'arm64')).toEqual([
      'FUNCTION_ERROR_INJECTION',
      'BPF_KPROBE_OVERRIDE',
      'DEBUG_INFO_BTF',
    ]);
  });

  it.each(['5.10.207', '6.6.95'])('on %s is everything', (release) => {
    expect(notApplicable(release, 'amd64')).toEqual([]);
    expect(notApplicable(release, 'arm64')).toEqual([]);
  });
});
