// SPDX-License-Identifier: GPL-2.0
/*
 * A module that no kernel tree holds, as VirtualBox's in old minikube ISOs. It imports symbols whose
 * interface a kernel's options change, and can be loaded.
 */
#include <linux/module.h>
#include <linux/netdevice.h>

static int lab_foreign_event(struct notifier_block *block, unsigned long event, void *device)
{
	return NOTIFY_DONE;
}

static struct notifier_block lab_foreign_notifier = {
	.notifier_call = lab_foreign_event,
};

static int __init lab_foreign_init(void)
{
	return register_netdevice_notifier(&lab_foreign_notifier);
}

static void __exit lab_foreign_exit(void)
{
	unregister_netdevice_notifier(&lab_foreign_notifier);
}

module_init(lab_foreign_init);
module_exit(lab_foreign_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A module from outside of the kernel's tree");
