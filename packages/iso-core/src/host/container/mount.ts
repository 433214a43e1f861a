// Mounts as `--mount` takes them: a record of comma-separated values (RFC 4180, as Go's encoding/csv reads it).

export interface Mount {
  readonly type: 'bind' | 'volume';
  /** A path of this computer, or the name of a volume. */
  readonly source: string;
  readonly target: string;
  readonly isReadOnly?: boolean;
}

/** The value of `--mount`; paths may hold anything but a carriage return before a line feed. */
export function mountValue({ type, source, target, isReadOnly = false }: Mount): string {
  const fields = [`type=${type}`, `source=${source}`, `target=${target}`];
  return [...fields, ...(isReadOnly ? ['readonly'] : [])].map(csvField).join(',');
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
