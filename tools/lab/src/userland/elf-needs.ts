// Which libraries a program is linked with, and which loader starts it, as GNU readelf tells.

export interface ElfNeeds {
  /** The names of shared libraries: `libc.so.6`. */
  readonly libraries: readonly string[];
  /** The absolute path of the program's loader; libraries and static programs have none. */
  readonly loader: string | undefined;
}

/** Reads what `readelf --wide --dynamic --program-headers <file>` printed. */
export function readElfNeeds(text: string): ElfNeeds {
  const libraries = [...text.matchAll(/\(NEEDED\)\s+Shared library: \[([^\]/]+)\]/g)];
  const [, loader] = /\[Requesting program interpreter: (\/[^\]]+)\]/.exec(text) ?? [];
  return { libraries: libraries.flatMap(([, name]) => (name === undefined ? [] : [name])), loader };
}
