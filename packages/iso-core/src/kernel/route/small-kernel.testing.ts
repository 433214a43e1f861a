// A kernel source of a few files that mention options in every way that matters to the route.

/** NET is on; the network's PRIO, FLOWER and CONNTRACK are off. */
export const SMALL_KERNEL: Readonly<Record<string, string>> = {
  'arch/x86/Kbuild': 'obj-y += kernel/\n',
  'arch/x86/kernel/Makefile': 'obj-y += cpu.o\n',
  'arch/sparc/mentions.c': '#if IS_ENABLED(CONFIG_PRIO)\n#endif\n',
  'Documentation/prio.c': '#if IS_ENABLED(CONFIG_PRIO)\n#endif\n',
  'include/linux/skbuff.h': '#if IS_ENABLED(CONFIG_CONNTRACK)\nint nfct;\n#endif\n',
  'net/Makefile': 'obj-y += core.o\nobj-$(CONFIG_NET) += sched/\nobj-$(CONFIG_OVS) += ovs/\n',
  'net/core.c': '#include <linux/skbuff.h>\n#ifdef CONFIG_PRIO\n#endif\n',
  'net/sched/Makefile': [
    'obj-y += api.o',
    'obj-$(CONFIG_PRIO) += sch_prio.o',
    'obj-$(CONFIG_FLOWER) += cls_flower.o',
    'cls_flower-objs := flower_main.o flower_hash.o',
    'obj-$(CONFIG_CONNTRACK) += conntrack.o',
    'obj-$(CONFIG_HELPER) += helper.o',
    'obj-$(CONFIG_OLD) += old.o',
    'old-y := old_main.o',
    'old-$(CONFIG_EXTRA) += extra.o',
    '',
  ].join('\n'),
  'net/sched/api.c': '#if IS_BUILTIN(CONFIG_FLOWER)\n#endif /* CONFIG_PRIO_MODULE */\n',
  'net/sched/sch_prio.c': '#include "prio.h"\n',
  'net/sched/prio.h': '#if IS_ENABLED(CONFIG_PRIO)\n#endif\n',
  'net/sched/flower_main.c': '#if IS_ENABLED(CONFIG_FLOWER)\n#endif\n',
  'net/sched/helper.c': '#include "prio.h"\n',
  'net/sched/old_main.c': 'int old;\n',
  'net/ovs/Makefile': 'obj-$(CONFIG_OVS) += ovs.o\novs-y := flow.o\n',
  'net/ovs/flow.c': '#if IS_ENABLED(CONFIG_FLOWER)\n#endif\n',
};
