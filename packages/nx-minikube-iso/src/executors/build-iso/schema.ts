import type { Architecture, HostKind } from 'iso-core';

/** The options of `build-iso`; paths are relative to the workspace. */
export interface BuildIsoExecutorOptions {
  spec?: string;
  architecture?: Architecture;
  outputPath?: string;
  jobs?: number;
  host?: HostKind;
  cacheFolder?: string;
}
