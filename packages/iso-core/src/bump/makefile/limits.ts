// How much a Makefile may ask for. The largest hand-written ones have a few thousand lines.

/** Characters of one file. */
export const MAX_FILE_LENGTH = 8 * 1024 * 1024;
/** Characters of a Makefile and all that it includes. */
export const MAX_LENGTH = 16 * 1024 * 1024;
/** Files read, each as often as it is included. */
export const MAX_FILES = 4000;
export const MAX_INCLUDE_DEPTH = 50;
/** Conditions inside each other, and branches of one. */
export const MAX_CONDITIONS = 200;
/** References inside each other, and variables that a value is followed through. */
export const MAX_DEPTH = 50;
/** Assignments of one variable that are looked at for its value. */
export const MAX_ASSIGNMENTS = 200;
/** Values of one expression under different conditions. */
export const MAX_OUTCOMES = 64;
/** Stretches of text that one value is made of. */
export const MAX_PIECES = 8192;
/** References followed for one value. */
export const MAX_STEPS = 2000;
/** References followed for a whole Makefile. */
export const MAX_TOTAL_STEPS = 5_000_000;
/** A longer command line is not asked whether it only prints. */
export const MAX_COMMAND_LENGTH = 64 * 1024;
/** Choices of pieces that are tried for one set of URLs. */
export const MAX_CHOICES = 20_000;
/** Ways in which a new URL is laid over its pieces. */
export const MAX_LAYOUTS = 64;
