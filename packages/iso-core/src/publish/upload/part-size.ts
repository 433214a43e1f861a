// How a file is cut. The same file is always cut in the same way, so that a later run can go on.

const MEBIBYTE = 1024 ** 2;
/** Larger than S3's least, 5 MiB; four of them are what is held in memory. */
const USUAL = 8 * MEBIBYTE;
/** S3's limit (API reference, "Multipart upload limits"). */
const MOST_PARTS = 10_000;

/** Bytes of each part but the last of a file with `size` bytes. */
export function partSizeFor(size: number): number {
  return Math.max(USUAL, Math.ceil(size / MOST_PARTS / MEBIBYTE) * MEBIBYTE);
}
