// Whether a kernel loads signed modules alone.
import type { KernelConfig } from '../kernel/index.js';

const OPTIONS = [
  'MODULE_SIG_FORCE',
  'LOCK_DOWN_KERNEL_FORCE_INTEGRITY',
  'LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY',
];

/** Whether the kernel refuses modules without a signature (kernel/module/signing.c, security/lockdown). */
export function takesOnlySigned(config: KernelConfig, commandLine: string): boolean {
  const words = commandLine.split(/\s+/);
  return (
    OPTIONS.some((option) => config.get(option) === 'y') ||
    words.some((word) => /^(?:module\.sig_enforce(?:=[1yY].*)?|lockdown=\w+)$/.test(word))
  );
}
