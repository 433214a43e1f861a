// Which modules the options of the presets build when they are `m`, for ISOs that do not say so
// themselves. From the kernel's Makefiles (net/sched, net/netfilter, net/ipv4/netfilter), where these
// names have been the same from 4.7 to 6.18.

const MODULES: Readonly<Record<string, readonly string[]>> = {
  NET_SCH_PRIO: ['sch_prio'],
  NET_SCH_NETEM: ['sch_netem'],
  NET_SCH_TBF: ['sch_tbf'],
  NET_CLS_FLOWER: ['cls_flower'],
  NET_CLS_BPF: ['cls_bpf'],
  NET_CLS_CGROUP: ['cls_cgroup'],
  NET_CLS_U32: ['cls_u32'],
  NET_CLS_FW: ['cls_fw'],
  NF_CONNTRACK: ['nf_conntrack'],
  NETFILTER_XT_MATCH_STATE: ['xt_state'],
  NETFILTER_XT_MATCH_CGROUP: ['xt_cgroup'],
  NETFILTER_XT_TARGET_LOG: ['xt_LOG'],
  NETFILTER_XT_TARGET_MARK: ['xt_mark'],
  NETFILTER_XT_MARK: ['xt_mark'],
  IP_NF_IPTABLES: ['ip_tables'],
  IP_NF_NAT: ['iptable_nat'],
  IP_NF_MANGLE: ['iptable_mangle'],
};

/** The modules of an option, by the names that `lsmod` shows; undefined when they are not known here. */
export function wellKnownModules(option: string): readonly string[] | undefined {
  return Object.hasOwn(MODULES, option) ? MODULES[option] : undefined;
}

/** The options whose modules are known here. */
export function wellKnownOptions(): readonly string[] {
  return Object.keys(MODULES);
}
