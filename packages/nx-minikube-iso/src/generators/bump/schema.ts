/** The options of `bump`; paths are relative to the workspace. */
export interface BumpGeneratorOptions {
  project?: string;
  makefile?: string;
  also?: string[];
  url?: string;
  latest?: boolean;
  date?: string;
  offline?: boolean;
  allowOlder?: boolean;
  proveWithMake?: boolean;
}
