import type { Architecture, CannedAcl } from 'iso-core';

/** The options of `publish-iso`; paths are relative to the workspace. */
export interface PublishIsoExecutorOptions {
  spec?: string;
  architecture?: Architecture;
  bucket?: string;
  prefix?: string;
  region?: string;
  endpoint?: string;
  publicUrl?: string;
  acl?: CannedAcl;
  name?: string;
  date?: string;
  requireVerified?: boolean;
  allowUnconditional?: boolean;
  depth?: 'kernel' | 'content';
  dryRun?: boolean;
  abort?: boolean;
  inputPath?: string;
  reportPath?: string;
  outputPath?: string;
}
