/** The options of `bump`; paths are relative to the workspace. */
export interface BumpGeneratorOptions {
  project?: string;
  all?: boolean;
  makefile?: string;
  also?: string[];
  url?: string;
  latest?: boolean;
  date?: string;
  offline?: boolean;
  allowOlder?: boolean;
  proveWithMake?: boolean;
}
