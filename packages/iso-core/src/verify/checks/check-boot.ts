// Whether the firmware of the ISO's machines comes to its kernel: boot records, boot loaders, and that all of
// them start the same kernel and initrd.
import type { BootLayout, BootRecords } from '../../image/index.js';
import { findBootViolations, type Manifest } from '../../inspect/index.js';
import type { Architecture } from '../../runtime/index.js';
import type { Check } from '../report/report.js';
import type { SettledBase } from './base.js';
import { CHECKS, failed, failedWith, ifFound, notApplicable, passed } from './check.js';
import type { Look } from './look.js';
import { listed } from './words.js';

const NAMES = { bios: 'BIOS', efi: 'EFI' } as const;

/** How minikube's drivers start a machine of the architecture. */
const NEEDED = { amd64: 'bios', arm64: 'efi' } as const;

/** With a manifest it has to boot as its base does: a build changes nothing of that. */
export function checkBoot(
  { records, boot }: Look,
  manifest: Manifest | undefined,
  base: SettledBase,
): Check {
  const kind = CHECKS.bootRecords;
  if (records.state === 'broken') return failedWith(kind, records.error);
  if (boot.state === 'broken') return failedWith(kind, boot.error);
  const expected = manifest !== undefined && base.state === 'there' ? base.base : undefined;
  return ifFound(kind, records, (read) =>
    ifFound(kind, boot, (layout) => judge(read, layout, expected?.inspection.boot)),
  );
}

function judge({ images }: BootRecords, boot: BootLayout, expected: BootLayout | undefined): Check {
  const kind = CHECKS.bootRecords;
  const { architecture, loaders, kernel, initrdPaths } = boot;
  const needed = NEEDED[architecture];
  const compared = {
    wanted: NAMES[needed],
    actual: loaders.map((loader) => `${NAMES[loader.firmware]} (${loader.kind})`).join(', '),
  };
  const problems = images.flatMap(({ path, problems: found }) =>
    found.map((problem) => `${path ?? 'a hidden boot image'}: ${problem}`),
  );
  if (problems.length > 0) {
    return failed(
      kind,
      `Its boot images do not know where they lie: ${listed(problems)}.`,
      'The ISO was changed by a program that does not keep boot records: build it again.',
      compared,
    );
  }
  if (!loaders.some(({ firmware }) => firmware === needed)) {
    return failed(
      kind,
      `Machines for ${architecture} are started by ${NAMES[needed]}, which finds no boot loader on it.`,
      'Build it from an ISO as minikube publishes them for this architecture.',
      compared,
    );
  }
  const others = expected === undefined ? [] : findBootViolations(expected, boot);
  if (others.length > 0) {
    return failed(
      kind,
      `It boots otherwise than its base: ${listed(others)}.`,
      'The ISO was changed after it was built: build it again.',
      compared,
    );
  }
  const initrd = initrdPaths.length === 0 ? 'no initrd' : initrdPaths.join(' and ');
  const all = loaders.length === 1 ? 'Its boot loader starts' : 'All its boot loaders start';
  return passed(kind, `${all} ${kernel.path} with ${initrd}.`, compared);
}

export function checkArchitecture({ boot, kernel }: Look, wanted: Architecture | undefined): Check {
  const kind = CHECKS.architecture;
  return ifFound(kind, boot, ({ architecture: booted }) => {
    // The kernel's own headers say more than the mark that boot loaders go by.
    const actual = kernel.state === 'found' ? kernel.value.architecture : booted;
    if (wanted === undefined) {
      return notApplicable(kind, `It is for ${actual}; no other was asked for.`, { actual });
    }
    if (actual === wanted) return passed(kind, `Its kernel is for ${actual}.`, { wanted, actual });
    return failed(
      kind,
      `Its kernel is for ${actual}.`,
      `Verify the ISO for ${wanted}, or correct the architecture that was asked for.`,
      { wanted, actual },
    );
  });
}
