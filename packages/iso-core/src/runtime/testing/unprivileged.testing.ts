// Root may write anywhere; tests of what may not be written give that up for a while.

/** Runs `work` as a user without privileges, if this process has them. */
export async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  const user = process.geteuid?.();
  if (user !== 0 || process.seteuid === undefined) return work();
  process.seteuid(65_534);
  try {
    return await work();
  } finally {
    process.seteuid(user);
  }
}
