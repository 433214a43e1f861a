// The initrd: whether the kernel could unpack it, and what minikube looks for in its root.
import type { InspectedContent } from '../../inspect/index.js';
import type { Release } from '../../minikube/index.js';
import { isInKernelRange } from '../../spec/index.js';
import { byteSize } from '../../runtime/index.js';
import { counted } from '../counted.js';
import type { Check } from '../report/report.js';
import type { SettledBase } from './base.js';
import { CHECKS, failed, failedWith, ifFound, notApplicable, passed } from './check.js';
import type { Look } from './look.js';
import { listed, shortened } from './words.js';

export function checkInitrd({ root }: Look): Check {
  const kind = CHECKS.initrd;
  if (root.state === 'broken') return failedWith(kind, root.error);
  return ifFound(
    kind,
    root,
    ({ packedSize, root: { members, entries, oddities, contentBytes } }) => {
      const archives = listed(
        members.map(({ compression }) => compression),
        ', ',
      );
      const odd = oddities.map(({ path, what }) => `${path}: ${what}`);
      const also = odd.length === 0 ? '' : ` What is odd in it: ${listed(odd)}.`;
      return passed(
        kind,
        `${counted(members.length, 'archive')} (${archives}) of ${byteSize(packedSize)} with ${counted(entries.size, 'entry', 'entries')}, ${byteSize(contentBytes)} unpacked.${also}`,
      );
    },
  );
}

/** `/version.json`, by which minikube knows its ISO. */
export function checkVersion(
  { root, kernel, content }: Look,
  base: SettledBase,
  release: Release | undefined,
): Check {
  const kind = CHECKS.version;
  return ifFound(kind, root, ({ root: files }) => {
    if (files.resolve('version.json')?.type === 'file') {
      return ifFound(kind, content, (inspection) => judgeVersion(inspection.content, release));
    }
    if (base.state === 'there' && lacksVersion(base.base.inspection.content)) {
      return notApplicable(kind, 'There is no /version.json in its base either.');
    }
    const hasOldName = files.resolve('etc/VERSION')?.type === 'file';
    if (hasOldName && kernel.state === 'found' && isOld(kernel.value.kernel.release)) {
      return notApplicable(kind, 'It has /etc/VERSION alone, as minikube’s ISOs of its time.');
    }
    return failed(
      kind,
      'There is no /version.json in its root.',
      'Build it from an ISO as minikube publishes them.',
    );
  });
}

/** minikube's ISOs have a /version.json since some release with Linux 4.19. */
function isOld(kernelRelease: string): boolean {
  return isInKernelRange(kernelRelease, { before: '4.20' });
}

function lacksVersion(content: InspectedContent | undefined): boolean {
  return content !== undefined && content.root.resolve('version.json') === undefined;
}

function judgeVersion({ version }: InspectedContent, release: Release | undefined): Check {
  const kind = CHECKS.version;
  if (version === undefined) {
    return failed(
      kind,
      '/version.json is no JSON object.',
      'The ISO was built wrongly or changed: build it again from minikube’s own.',
    );
  }
  const found = version['iso_version'];
  const actual = typeof found === 'string' ? shortened(found) : undefined;
  const wanted = release?.isoVersion;
  if (wanted !== undefined && actual !== wanted) {
    return failed(
      kind,
      `It is the ISO ${actual ?? 'without a version'}, and minikube ${release?.tag ?? ''} has ${wanted}.`,
      'Verify the ISO with the spec that it was built from, or name its release in the spec.',
      { wanted, actual: actual ?? 'none' },
    );
  }
  const says = actual === undefined ? 'says no iso_version' : `says ${actual}`;
  return passed(kind, `/version.json ${says}.`, { wanted, actual });
}
