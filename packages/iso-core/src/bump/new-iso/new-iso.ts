// The published ISO that a repository is to be on, and what is known of it.
import type { KernelConfig } from '../../kernel/index.js';
import type { Architecture } from '../../runtime/index.js';
import type { LockedIso } from '../lock/index.js';

export interface NewIso extends LockedIso {
  readonly architecture: Architecture;
  /** Of its kernel, where that was read at the URL. */
  readonly config?: KernelConfig;
}
