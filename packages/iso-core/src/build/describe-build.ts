// What a person reads when a build is done: where the ISO is, what changed in its kernel, what to do next.
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Manifest } from '../inspect/index.js';
import { byteSize, duration, shellWord } from '../runtime/index.js';
import type { BuildResult } from './request.js';

const MOST_CHANGES = 20;

/** A few plain lines; paths are shown relative to `folder`. */
export function describeBuild({ files, manifest, stages }: BuildResult, folder: string): string[] {
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const { iso, kernel, architecture } = manifest;
  const cached = stages.filter((stage) => stage.cached).length;
  return [
    `ISO: ${relative(folder, files.iso)} (${byteSize(iso.size)}, ${architecture}, Linux ${kernel.release})`,
    `SHA-256: ${iso.sha256}`,
    ...(manifest.route === undefined ? [] : [`Route: ${manifest.route}`]),
    ...(manifest.minikube === undefined ? [] : [describeSource(manifest.minikube)]),
    ...manifest.routeReasons.map((reason) => `- ${reason}`),
    ...describeChanges(manifest),
    describeRequirements(manifest),
    `Time: ${duration(seconds * 1000)}; ${cached} of ${stages.length} stages were there already`,
    `Manifest: ${relative(folder, files.manifest)}`,
    `Next: minikube start --iso-url=${shellWord(pathToFileURL(files.iso).href)}`,
  ];
}

function describeSource({
  repository,
  commit,
  release,
}: NonNullable<Manifest['minikube']>): string {
  const what = release === undefined ? commit : `${release} (${commit})`;
  return `Built from: ${repository}, ${what}`;
}

function describeChanges({ configChanges }: Manifest): string[] {
  if (configChanges.length === 0) return ['Kernel options: none changed'];
  const shown = configChanges.slice(0, MOST_CHANGES);
  const more = configChanges.length - shown.length;
  return [
    'Kernel options that changed:',
    ...shown.map(({ option, before, after }) => `- ${option}: ${before} → ${after}`),
    ...(more === 0 ? [] : [`- and ${more} more: see the manifest`]),
  ];
}

function describeRequirements({ requirements }: Manifest): string {
  const holding = requirements.filter(({ status }) => status === 'holds').length;
  const others = requirements.length - holding;
  const rest = others === 0 ? '' : `; ${others} not applicable to this kernel`;
  return `Requirements: all ${holding} hold${rest}`;
}
