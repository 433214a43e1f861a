/**
 * What all of `promises` resolve with. When some reject, it rejects with the first of their reasons in
 * the order given, and not before none of them is under way any more: nothing goes on behind an error.
 */
export async function allSettled<const Promises extends readonly unknown[]>(
  promises: Promises,
): Promise<{ -readonly [Index in keyof Promises]: Awaited<Promises[Index]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
