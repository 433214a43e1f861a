// Whether an ISO has all of minikube's userland. Buildroot leaves out a package whose dependencies it cannot
// meet on this machine, and make ends well all the same: an ISO without cri-dockerd, say. Asked for are
// minikube's own packages, which are on by default at every release; of Buildroot's packages its defconfig
// names some that an architecture does not have. Pure.
import type { EffectiveEntry } from '../../image/index.js';
import type { BuildrootResult } from '../engine/source/buildroot-result.js';

/** One line for each package that was left out, and one for the programs that the root has not. */
export function buildrootProblems(
  { kconfigs, config, programs }: BuildrootResult,
  entries: ReadonlyMap<string, Pick<EffectiveEntry, 'size'>>,
): string[] {
  const built = new Set([...config.matchAll(/^(BR2_PACKAGE_\w+)=y$/gm)].map(([, name]) => name));
  const asked = kconfigs.flatMap(packagesOnByDefault);
  const leftOut = asked.filter((symbol) => !built.has(symbol)).sort();
  const missing = [...programs]
    .filter(([path, size]) => entries.get(path)?.size !== size)
    .map(([path]) => path)
    .sort();
  return [
    ...leftOut.map((symbol) => `Buildroot left out minikube’s package ${symbol}`),
    ...(missing.length === 0
      ? []
      : [`${missing.length} programs of Buildroot’s root are not in it: ${list(missing)}`]),
  ];
}

/** A default with a condition may well not hold. */
function packagesOnByDefault(kconfig: string): string[] {
  return kconfig
    .split(/^(?=(?:menu)?config\s)/m)
    .filter((entry) => /^\s+default\s+y\s*$/m.test(entry))
    .flatMap((entry) => /^config\s+(BR2_PACKAGE_\w+)/.exec(entry)?.[1] ?? []);
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).join(', ');
  return paths.length > 5 ? `${shown}, …` : shown;
}
