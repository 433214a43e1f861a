// The options that chaos-controller's network disruptions need.
import { BUILT_IN_OR_MODULE } from '../requirement.js';
import type { Preset, PresetEntry } from './preset.js';

export const PRIO: PresetEntry = {
  option: 'NET_SCH_PRIO',
  reason:
    'tc puts prio qdiscs at the root of every disrupted interface, so that only the filtered traffic reaches the disruption.',
};

export const NETEM: PresetEntry = {
  option: 'NET_SCH_NETEM',
  reason: 'The netem qdisc delays, drops, duplicates and corrupts packets.',
};

export const TBF: PresetEntry = {
  option: 'NET_SCH_TBF',
  reason: 'The tbf qdisc limits the bandwidth.',
};

export const network: Preset = {
  name: 'chaos-controller/network',
  description: 'Delay, loss, duplication, corruption and bandwidth limits, and DNS disruptions.',
  entries: [
    {
      option: 'NET_SCHED',
      reason:
        'Queueing disciplines, which every network disruption is made of, exist only with it.',
    },
    PRIO,
    NETEM,
    TBF,
    {
      option: 'NET_CLS_FLOWER',
      reason:
        'Since chaos-controller 7.8.0 flower filters pick the packets to disrupt by address, port, protocol and connection state.',
    },
    {
      option: 'NET_CLS_ACT',
      values: ['y'],
      reason:
        'HTTP filters classify with actions, and the injector refuses to start them without it.',
    },
    {
      option: 'NET_CLS_BPF',
      reason: 'HTTP filters are eBPF classifiers that pick requests by method and path.',
    },
    {
      option: 'NF_CONNTRACK',
      reason: 'Connection tracking tells new connections from established ones.',
    },
    {
      option: 'NETFILTER_XT_MATCH_STATE',
      reason:
        "The rule that starts connection tracking in the target's network namespace matches with -m state.",
    },
    {
      option: 'NETFILTER_XT_TARGET_LOG',
      reason:
        "The rule that starts connection tracking in the target's network namespace ends in -j LOG.",
    },
    {
      option: 'NETFILTER_XT_TARGET_MARK',
      reason:
        'Packets of the disrupted container are marked with -j MARK; it brings XT_MARK, which does the marking.',
    },
    {
      option: 'NETFILTER_XT_MATCH_CGROUP',
      reason: 'Packets of the disrupted container are recognised by its cgroup with -m cgroup.',
    },
    {
      anyOf: [
        { option: 'NET_CLS_CGROUP', values: BUILT_IN_OR_MODULE },
        { option: 'CGROUP_NET_CLASSID', values: BUILT_IN_OR_MODULE },
      ],
      reason:
        'On cgroup v1 the class id of the net_cls controller tells the disrupted container from its neighbours.',
    },
    {
      option: 'IP_NF_IPTABLES',
      reason: 'The injector adds its marking and redirecting rules with iptables.',
    },
    {
      option: 'IP_NF_NAT',
      reason: 'The nat table redirects DNS queries to the injector and starts connection tracking.',
    },
    {
      option: 'IP_NF_MANGLE',
      reason: 'The mangle table holds the rules that mark packets.',
    },
  ],
};

export const networkLegacy: Preset = {
  name: 'chaos-controller/network-legacy',
  description:
    'What else the network disruptions of older versions of chaos-controller filter with.',
  entries: [
    {
      option: 'NET_CLS_U32',
      reason:
        'Before chaos-controller 7.8.0 u32 filters picked the packets to disrupt by address and port.',
    },
    {
      option: 'NET_CLS_FW',
      reason:
        'From chaos-controller 7.13.0 to 11.1.0 fw filters picked the packets of the disrupted container by mark.',
    },
  ],
};
