// The probes that this package has: what each proves, the options that it exercises, and what its
// numbers have to be. Bounds are wide where a busy machine makes noise; what is measured is far larger.
import type { Expectation, Probe } from './probe.js';

/** A probe without what is handed over to it. */
export type ProbeDefinition = Omit<Probe, 'script' | 'values' | 'timeoutSeconds'>;

/** On an idle machine each takes one or two; a busy one shall not change a verdict. */
export const TIMEOUT_SECONDS = 60;

const exactly = (label: string, count: number): Expectation => ({
  label,
  atLeast: count,
  atMost: count,
});

/** A round trip that takes 100 ms more. Clocks of emulated machines tick in steps of up to 10 ms. */
const delayed = (label: string): Expectation => ({
  label,
  atLeast: { timesBefore: 1, plus: 80 },
  atMost: { timesBefore: 1, plus: 500 },
});

/** The filter's packets take 100 ms more, all others next to nothing. */
const FILTERED: readonly Expectation[] = [
  delayed('filtered-round-trip'),
  { label: 'other-round-trip', atMost: { timesBefore: 1, plus: 50 } },
];

/** A network with rules to match and mark packets. */
const MANGLE = ['IP_NF_IPTABLES', 'IP_NF_MANGLE'];

export const DEFINITIONS: readonly ProbeDefinition[] = [
  {
    name: 'prio',
    title: 'prio sends packets where its priomap says',
    options: ['NET_SCH_PRIO'],
    implied: ['NET_SCHED'],
    expectations: [exactly('answered', 5), exactly('chosen-band', 10), exactly('other-bands', 0)],
  },
  {
    name: 'netem-delay',
    title: 'netem delays packets',
    options: ['NET_SCH_NETEM'],
    implied: ['NET_SCHED'],
    expectations: [delayed('round-trip')],
  },
  {
    name: 'netem-loss',
    title: 'netem drops packets',
    options: ['NET_SCH_NETEM'],
    implied: ['NET_SCHED'],
    expectations: [exactly('answered', 0)],
  },
  {
    name: 'prio-netem',
    title: 'netem delays the packets of a band of prio',
    options: ['NET_SCH_PRIO', 'NET_SCH_NETEM'],
    implied: ['NET_SCHED'],
    expectations: [delayed('round-trip')],
  },
  {
    name: 'tbf',
    title: 'tbf limits the bandwidth',
    options: ['NET_SCH_TBF'],
    implied: ['NET_SCHED'],
    expectations: [
      { label: 'throughput', atLeast: 0.03, atMost: 0.2 },
      { label: 'throughput', atMost: { timesBefore: 0.3, plus: 0 } },
    ],
  },
  {
    name: 'flower',
    title: 'a flower filter picks the packets to delay',
    options: ['NET_CLS_FLOWER', 'NET_SCH_PRIO', 'NET_SCH_NETEM'],
    implied: ['NET_SCHED'],
    expectations: FILTERED,
  },
  {
    name: 'u32',
    title: 'a u32 filter picks the packets to delay',
    options: ['NET_CLS_U32', 'NET_SCH_PRIO', 'NET_SCH_NETEM'],
    implied: ['NET_SCHED'],
    expectations: FILTERED,
  },
  {
    name: 'fw',
    title: 'an fw filter picks the marked packets to delay',
    options: [
      ...['NET_CLS_FW', 'NET_SCH_PRIO', 'NET_SCH_NETEM', 'NETFILTER_XT_TARGET_MARK'],
      ...MANGLE,
    ],
    implied: ['NET_SCHED'],
    expectations: FILTERED,
  },
  {
    name: 'iptables-mark',
    title: 'iptables marks packets, and finds them by their mark',
    options: ['NETFILTER_XT_TARGET_MARK', ...MANGLE],
    expectations: [exactly('marked', 3), exactly('found-by-mark', 3)],
  },
  {
    name: 'iptables-log',
    title: 'iptables logs packets',
    options: ['NETFILTER_XT_TARGET_LOG', ...MANGLE],
    expectations: [exactly('matched', 3), exactly('logged', 3)],
  },
  {
    name: 'iptables-nat',
    title: 'iptables redirects packets',
    options: ['IP_NF_NAT', 'IP_NF_IPTABLES'],
    implied: ['NF_CONNTRACK'],
    expectations: [exactly('redirected', 3), exactly('answered', 3)],
  },
  {
    name: 'iptables-state',
    title: 'iptables tells new connections from established ones',
    options: ['NETFILTER_XT_MATCH_STATE', ...MANGLE],
    implied: ['NF_CONNTRACK'],
    expectations: [exactly('new', 3), exactly('established', 3)],
  },
  {
    name: 'iptables-cgroup',
    title: 'iptables knows the packets of a cgroup',
    options: ['NETFILTER_XT_MATCH_CGROUP', ...MANGLE],
    implied: ['CGROUPS'],
    expectations: [exactly('of-other-cgroups', 0), exactly('of-the-cgroup', 3)],
  },
  {
    // After iptables-cgroup: on older kernels a class id takes the place of the cgroup at the socket.
    name: 'cgroup-classid',
    title: 'iptables knows the packets of a cgroup by its class id',
    options: ['NETFILTER_XT_MATCH_CGROUP', ...MANGLE],
    anyOf: ['NET_CLS_CGROUP', 'CGROUP_NET_CLASSID'],
    implied: ['CGROUPS'],
    expectations: [exactly('of-other-classes', 0), exactly('of-the-class', 3)],
  },
  {
    name: 'disk-throttle',
    title: 'the io controller throttles a disk',
    options: ['BLK_DEV_THROTTLING'],
    implied: ['BLK_CGROUP', 'CGROUPS'],
    expectations: [
      { label: 'read-speed', atLeast: 0.2, atMost: 1.5 },
      { label: 'read-speed', atMost: { timesBefore: 0.5, plus: 0 } },
    ],
  },
  {
    name: 'cpuset',
    title: 'the cpuset controller holds processes to a processor',
    options: ['CPUSETS'],
    implied: ['CGROUPS'],
    expectations: [exactly('allowed', 1)],
  },
  {
    name: 'memory-limit',
    title: 'the memory controller ends what takes too much',
    options: ['MEMCG'],
    implied: ['CGROUPS'],
    expectations: [exactly('killed', 1)],
  },
  {
    name: 'btf',
    title: 'the kernel tells the layout of its structures',
    options: ['DEBUG_INFO_BTF'],
    expectations: [{ label: 'types', atLeast: 16 }],
  },
  {
    name: 'config-gz',
    title: 'the running kernel has the config that was read from the ISO',
    options: ['IKCONFIG_PROC'],
    implied: ['IKCONFIG'],
    expectations: [{ label: 'config', atLeast: 1 }],
  },
];

export const PROBE_NAMES: readonly string[] = DEFINITIONS.map(({ name }) => name);
