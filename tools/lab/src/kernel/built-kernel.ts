/** A kernel of the lab, compiled; paths of files to read. */
export interface BuiltKernel {
  /** `6.1.192` */
  readonly release: string;
  /** A bzImage, or an uncompressed arm64 Image. */
  readonly image: string;
  /** The folder that becomes `/usr/lib/modules/<release>`, without links into the build. */
  readonly modules: string;
  readonly symvers: string;
  /** The module of foreign-module/, built against this kernel. */
  readonly foreignModule: string;
}
