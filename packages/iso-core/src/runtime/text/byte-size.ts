// Numbers of bytes as people read them.

const KIB = 1024;

/** `512 B`, `1.5 KiB`, `403.2 MiB`. */
export function byteSize(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  if (bytes < KIB * KIB) return `${(bytes / KIB).toFixed(1)} KiB`;
  return `${(bytes / KIB / KIB).toFixed(1)} MiB`;
}
