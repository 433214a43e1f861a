// A boot loader whose files have been found but not yet compared with other loaders'.
import type { BootFile } from './boot-files.js';
import type { BootLoader } from './boot-layout.js';

export interface FoundLoader extends Omit<BootLoader, 'kernel' | 'initrds'> {
  readonly kernel: BootFile;
  readonly initrds: readonly BootFile[];
}
