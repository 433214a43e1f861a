// Parts of a kernel source that no kernel is made of: a sixth of its files. They stay in the archive.
// Other architectures are no such part: Kconfig reads their files too (crypto/Kconfig).

/** Of `tools`, kernels use objtool, resolve_btfids and their libraries. */
const UNUSED_TOOLS = ['perf', 'testing'];

/**
 * Patterns for GNU tar's `--anchored --wildcards --no-wildcards-match-slash --exclude`; the archive's top
 * folder is the first part. Of the documentation Kconfig reads its own file.
 */
export const UNNEEDED: readonly string[] = [
  '*/Documentation/[!K]*',
  ...UNUSED_TOOLS.map((name) => `*/tools/${name}`),
];
