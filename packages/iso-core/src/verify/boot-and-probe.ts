// The second half of a verification: everything that booting the ISO tells.
import type { Inspection } from '../inspect/index.js';
import { withTemporaryFolder } from '../runtime/index.js';
import { bootIso, notBooted } from './boot/index.js';
import { workFolder, type VerifyContext } from './context.js';
import { runProbes, writeKernel } from './guest/index.js';
import { chooseAccelerator, defaultMemoryMiB, type Accelerator } from './machine/index.js';
import { judgeProbe, notRun, readProbeRuns, type Probe } from './probes/index.js';
import type { VerifiedIso } from './read-iso.js';
import type { BootReport, ProbeReport } from './report/index.js';
import { orWithoutBooting } from './tools-to-boot.js';

export interface Booted {
  readonly boot: BootReport;
  /** Absent when there was no probe to run. */
  readonly probeBoot?: BootReport;
  readonly probes: readonly ProbeReport[];
}

/**
 * Boots the ISO by its own boot loader, and then its kernel and initrd with the probes.
 * Errors: `TOOLS_MISSING`, `CANCELLED`, those of writing temporary files.
 */
export async function bootAndProbe(
  context: VerifyContext,
  iso: VerifiedIso,
  inspection: Inspection | undefined,
  probes: readonly Probe[],
): Promise<Booted> {
  const obstacle = obstacleOf(context, iso, inspection);
  if (obstacle !== undefined) {
    return {
      boot: obstacle,
      ...(probes.length === 0 ? {} : { probeBoot: obstacle }),
      probes: probes.map((probe) => notRun(probe, obstacle)),
    };
  }
  const { subject } = iso;
  const tools = await context.tools();
  if (subject.path === undefined || inspection === undefined || tools === undefined) {
    throw new TypeError('No ISO to boot');
  }
  const { settings, host, progress, signal } = context;
  const machine = {
    tools,
    accelerator: await acceleratorFor(context, iso, inspection),
    memoryMiB: settings.memory ?? memoryFor(inspection),
    ...(settings.timeout === undefined ? {} : { timeoutSeconds: settings.timeout }),
    host,
    progress,
    signal,
  };
  const boot = await bootIso({
    ...machine,
    iso: subject.path,
    inspection,
    ...(settings.pattern === undefined ? {} : { pattern: new RegExp(settings.pattern) }),
  });
  if (probes.length === 0) return { boot, probes: [] };
  const { source } = subject;
  const { report, lines, token } = await orWithoutBooting(() =>
    runProbes({ ...machine, source, inspection, probes, temporaryFolder: workFolder(context) }),
  );
  const runs = readProbeRuns(lines, token);
  return {
    boot,
    probeBoot: report,
    probes: probes.map((probe) => judgeProbe(probe, runs.get(probe.name))),
  };
}

/** Why it cannot or may not be booted at all. */
function obstacleOf(
  { settings, architecture }: VerifyContext,
  { subject }: VerifiedIso,
  inspection: Inspection | undefined,
): BootReport | undefined {
  if (!settings.boot) {
    return notBooted('Booting was turned off.', 'Verify again with the setting “boot” on.');
  }
  if (subject.path === undefined) {
    return notBooted(
      'It was read in part only, which is not enough to boot it.',
      'Verify it with --depth=content, which downloads all of it.',
    );
  }
  if (subject.depth === 'kernel') {
    return notBooted(
      'It was looked at with depth kernel, which boots nothing.',
      'Verify it with --depth=content.',
    );
  }
  const problem = 'The failed checks say what is wrong with it.';
  if (inspection?.content === undefined) {
    return notBooted('It could not be read as far as a boot needs.', problem);
  }
  if (inspection.architecture !== architecture) {
    return notBooted(`It is for ${inspection.architecture}, and not for ${architecture}.`, problem);
  }
  return undefined;
}

async function acceleratorFor(
  context: VerifyContext,
  { subject: { source } }: VerifiedIso,
  inspection: Inspection,
): Promise<Accelerator> {
  const { host, signal } = context;
  return withTemporaryFolder(workFolder(context), async (folder) => {
    const { accelerator } = await chooseAccelerator({
      architecture: inspection.architecture,
      kernel: () => writeKernel({ source, inspection }, { folder, signal }),
      run: host.run,
      signal,
    });
    return accelerator;
  });
}

function memoryFor({ content }: Inspection): number {
  return defaultMemoryMiB({
    packed: content?.initrdSize ?? 0,
    ...(content === undefined ? {} : { unpacked: content.unpackedSize }),
  });
}
