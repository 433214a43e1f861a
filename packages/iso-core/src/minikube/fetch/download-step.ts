// A download as a step of progress: percent, megabytes, speed.
import type { DownloadProgress, Progress } from '../../runtime/index.js';

export interface DownloadStep {
  onProgress(progress: DownloadProgress): void;
  done(bytes: number): void;
  fail(): void;
}

/** The step begins at once; `now` is in milliseconds. */
export function downloadStep(
  progress: Progress,
  name: string,
  now: () => number = () => performance.now(),
): DownloadStep {
  const step = progress.step(`Fetching ${name}`);
  let first: { readonly bytes: number; readonly at: number } | undefined;
  return {
    onProgress({ bytes, total }) {
      first ??= { bytes, at: now() };
      const seconds = (now() - first.at) / 1000;
      const speed = seconds < 1 ? '' : `, ${megabytes((bytes - first.bytes) / seconds)} MB/s`;
      const of = total === undefined ? '' : ` of ${megabytes(total)}`;
      step.update({
        ...(total === undefined || total === 0 ? {} : { fraction: bytes / total }),
        detail: `${megabytes(bytes)}${of} MB${speed}`,
      });
    },
    done: (bytes) => step.done(`${megabytes(bytes)} MB`),
    fail: () => step.fail(),
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
