import type { Depth } from 'iso-core';

/** The options of `diff-isos`; paths are relative to the workspace. */
export interface DiffIsosExecutorOptions {
  from: string;
  to: string;
  depth?: Depth;
  json?: string;
  most?: number;
  temporaryFolder?: string;
}
