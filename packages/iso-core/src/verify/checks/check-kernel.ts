// The kernel: whole, with its config inside, and the one that it has to be.
import type { Inspection, Manifest } from '../../inspect/index.js';
import type { Release } from '../../minikube/index.js';
import { sha256 } from '../../runtime/index.js';
import type { Check } from '../report/report.js';
import type { SettledBase } from './base.js';
import {
  CHECKS,
  failed,
  failedWith,
  ifFound,
  notApplicable,
  passed,
  type CheckKind,
} from './check.js';
import type { Look } from './look.js';
import { listed } from './words.js';

const DAMAGED = 'The ISO was changed after it was built: fetch or build it again.';

/** Readable, with its config; at depth `content` all of it decompressed; the manifest's and the base's own. */
export function checkKernel(
  { kernel, offer }: Look,
  manifest: Manifest | undefined,
  base: SettledBase,
): Check {
  const kind = CHECKS.kernel;
  if (kernel.state === 'broken') return failedWith(kind, kernel.error);
  if (offer.state === 'broken') return failedWith(kind, offer.error);
  return ifFound(kind, kernel, (inspection) => {
    const { path, format, compression, config } = inspection.kernel;
    for (const { from, wanted } of expectedKernels(manifest, base)) {
      const problem = differs(kind, inspection, from, wanted);
      if (problem !== undefined) return problem;
    }
    const options = config.symbols().filter((symbol) => config.get(symbol) !== 'n').length;
    const packed = compression === 'none' ? format : `${format}, ${compression}`;
    return passed(kind, `${path} (${packed}) holds its config of ${options} options.`);
  });
}

interface ExpectedKernel {
  readonly sha256: string;
  readonly configSha256: string;
}

function expectedKernels(
  manifest: Manifest | undefined,
  base: SettledBase,
): { from: string; wanted: ExpectedKernel }[] {
  const expected: { from: string; wanted: ExpectedKernel }[] = [];
  if (manifest !== undefined) expected.push({ from: 'its manifest', wanted: manifest.kernel });
  const route = manifest?.route;
  if (route !== undefined && route !== 'kernel' && base.state === 'there') {
    const { kernel } = base.base.inspection;
    const wanted = { sha256: kernel.sha256, configSha256: sha256(kernel.configText) };
    expected.push({ from: `the base, whose kernel the route ${route} keeps`, wanted });
  }
  return expected;
}

function differs(
  kind: CheckKind,
  { kernel }: Inspection,
  from: string,
  wanted: ExpectedKernel,
): Check | undefined {
  const configSha256 = sha256(kernel.configText);
  if (configSha256 !== wanted.configSha256) {
    return failed(kind, `Its embedded config is not that of ${from}.`, DAMAGED, {
      wanted: wanted.configSha256,
      actual: configSha256,
    });
  }
  if (kernel.sha256 !== wanted.sha256) {
    return failed(kind, `${kernel.path} has other bytes than that of ${from}.`, DAMAGED, {
      wanted: wanted.sha256,
      actual: kernel.sha256,
    });
  }
  return undefined;
}

interface ExpectedRelease {
  readonly from: string;
  readonly release: string;
  readonly matches: (actual: string) => boolean;
}

/** The kernel's release against what is known of it. */
export function checkKernelRelease(
  { kernel }: Look,
  manifest: Manifest | undefined,
  base: SettledBase,
  release: Release | undefined,
): Check {
  const kind = CHECKS.kernelRelease;
  return ifFound(kind, kernel, (inspection) => {
    const actual = inspection.kernel.release;
    const expected = expectedReleases(manifest, base, release);
    const wrong = expected.find(({ matches }) => !matches(actual));
    if (wrong !== undefined) {
      return failed(
        kind,
        `Its kernel is ${actual}, and that of ${wrong.from} is ${wrong.release}.`,
        'Modules and the programs of the root are made for one release: build the ISO from its own base.',
        { wanted: wrong.release, actual },
      );
    }
    const [first] = expected;
    if (first === undefined) {
      return notApplicable(kind, `Its kernel is ${actual}; nothing says which it has to be.`, {
        actual,
      });
    }
    const froms = listed(
      expected.map(({ from }) => from),
      ' and ',
    );
    return passed(kind, `Its kernel is that of ${froms}.`, { wanted: first.release, actual });
  });
}

function expectedReleases(
  manifest: Manifest | undefined,
  base: SettledBase,
  release: Release | undefined,
): ExpectedRelease[] {
  const expected: ExpectedRelease[] = [];
  const exact = (from: string, wanted: string) =>
    expected.push({ from, release: wanted, matches: (actual) => actual === wanted });
  if (base.state === 'there') exact('the base', base.base.inspection.kernel.release);
  if (manifest !== undefined) exact('its manifest', manifest.kernel.release);
  // The ISO of a release is the better witness of its kernel than what its build files said.
  if (expected.length === 0 && release?.kernelVersion !== undefined) {
    const wanted = release.kernelVersion;
    expected.push({
      from: `minikube ${release.tag}`,
      release: wanted,
      matches: (actual) => versionOf(actual) === versionOf(wanted),
    });
  }
  return expected;
}

/** `6.6.0` for `6.6`, `6.6.95` for `6.6.95-minikube`. */
function versionOf(release: string): string {
  const [, major = '', minor = '0', patch = '0'] =
    /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(release) ?? [];
  return `${major}.${minor}.${patch}`;
}
