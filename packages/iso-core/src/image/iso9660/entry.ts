// What a directory of an ISO holds, whatever names the volume has.

/** A run of blocks with `size` bytes of data. */
export interface Extent {
  /** First logical block. */
  readonly block: number;
  /** Size in bytes. */
  readonly size: number;
}

export interface IsoEntry {
  /** Absolute, with `/`: `/boot/bzImage`. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  /** Size of the data in bytes. */
  readonly size: number;
  readonly extents: readonly Extent[];
  /** POSIX mode with the type bits; only with Rock Ridge. */
  readonly mode: number | undefined;
  /** Where a symbolic link points. */
  readonly target: string | undefined;
  /** Why the data cannot be read: `zisofs compression`. */
  readonly unreadable: string | undefined;
}

/** Which names a volume has, best first: Rock Ridge, else Joliet, else ECMA-119's own. */
export type Naming = 'rock-ridge' | 'joliet' | 'plain';
