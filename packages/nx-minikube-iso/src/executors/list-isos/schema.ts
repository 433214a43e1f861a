/** The options of `list-isos`; paths are relative to the workspace. */
export interface ListIsosExecutorOptions {
  spec?: string;
  bucket?: string;
  prefix?: string;
  region?: string;
  endpoint?: string;
  publicUrl?: string;
  json?: string;
}
