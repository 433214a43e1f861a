// Numbers of things as checks and reports say them.

/** `1 module`, `3 modules`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
