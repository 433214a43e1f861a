import type { Architecture, Depth } from 'iso-core';

/** The options of `verify-iso`; paths are relative to the workspace. */
export interface VerifyIsoExecutorOptions {
  spec?: string;
  architecture?: Architecture;
  iso?: string;
  url?: string;
  depth?: Depth;
  boot?: boolean;
  probes?: boolean | string | string[];
  timeout?: number;
  memory?: number;
  inputPath?: string;
  outputPath?: string;
  cacheFolder?: string;
}
