// What is known of minikube's releases, as values.
import type { Architecture } from '../../runtime/index.js';
import { RELEASE_LINES } from './releases.data.js';

/**
 * Where a release keeps its kernel configs, below `deploy/iso/minikube-iso/`:
 * `board/coreos/minikube/<layout>_defconfig`, or since v1.26.0 one for each architecture,
 * `board/minikube/{x86_64,aarch64}/linux_{arch}_defconfig`.
 */
export type ReleaseLayout = 'linux-4.7' | 'linux-4.9' | 'linux' | 'architectures';

/** A tag of minikube's repository. */
export interface ReleaseTag {
  /** `v1.38.1` */
  readonly tag: string;
  /** The commit's full SHA-1. */
  readonly commit: string;
  /** `2026-02-19` */
  readonly date: string;
  /** The version in the ISO's name, which is not always the tag; none before v0.17.0. */
  readonly isoVersion?: string;
  /** As the build files say; the ISO's own kernel is what counts. None before v0.25.0. */
  readonly kernelVersion?: string;
  readonly buildrootVersion?: string;
  readonly layout: ReleaseLayout;
  /** The architectures that there are ISOs for. */
  readonly architectures: readonly Architecture[];
}

/** A release that has an ISO. */
export interface Release extends ReleaseTag {
  readonly isoVersion: string;
}

/** All known releases, the oldest first. */
export function knownReleases(): readonly ReleaseTag[] {
  known ??= RELEASE_LINES.trim().split('\n').map(parseLine);
  return known;
}

let known: readonly ReleaseTag[] | undefined;

function parseLine(line: string): ReleaseTag {
  const [tag = '', commit = '', date = '', iso, kernel, buildroot, layoutName = ''] =
    line.split(' ');
  const layout = LAYOUTS.find((name) => name === layoutName);
  if (layout === undefined) throw new TypeError(`Not a release: ${line}`);
  return {
    tag,
    commit,
    date,
    layout,
    architectures: layout === 'architectures' ? ['amd64', 'arm64'] : ['amd64'],
    ...(iso === undefined || iso === '-' ? {} : { isoVersion: iso }),
    ...(kernel === undefined || kernel === '-' ? {} : { kernelVersion: kernel }),
    ...(buildroot === undefined || buildroot === '-' ? {} : { buildrootVersion: buildroot }),
  };
}

const LAYOUTS: readonly ReleaseLayout[] = ['linux-4.7', 'linux-4.9', 'linux', 'architectures'];
