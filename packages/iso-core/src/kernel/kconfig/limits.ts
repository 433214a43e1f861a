// How much a source tree may ask for before it is taken for hostile. A kernel has some 1800 Kconfig
// files with 7 MB in all, nested 8 deep, and expressions 5 parentheses deep.
export const MAX_FILES = 20_000;
export const MAX_FILE_BYTES = 4 * 1024 * 1024;
export const MAX_TOTAL_BYTES = 128 * 1024 * 1024;
export const MAX_SOURCE_DEPTH = 64;
/** Menus, ifs and choices inside each other. */
export const MAX_BLOCK_DEPTH = 200;
export const MAX_EXPRESSION_DEPTH = 100;
export const MAX_MACRO_DEPTH = 64;
/** Characters of one expansion. */
export const MAX_EXPANSION_LENGTH = 64 * 1024;
/** Macro calls in the whole tree. */
export const MAX_EXPANSIONS = 500_000;
/** How many symbols a chain of dependencies is followed through. */
export const MAX_DEPENDENCY_DEPTH = 500;
/** Reported; more are only counted as read. */
export const MAX_PROBLEMS = 1000;
