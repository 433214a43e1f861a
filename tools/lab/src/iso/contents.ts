/** What an ISO boots. */
export interface IsoContents {
  /** The path of the kernel's file: a bzImage, or an uncompressed arm64 Image. */
  readonly kernel: string;
  /** The path of the compressed initrd. */
  readonly initrd: string;
}
