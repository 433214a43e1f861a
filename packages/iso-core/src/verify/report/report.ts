// The report of one verification: what was looked at, what was measured, and the verdict that follows.
// Its texts may come from the ISO and its guest; who shows them makes them safe to show.
import { z } from 'zod';
import { requirementSchema, sha256Schema } from '../../inspect/identity/index.js';

export const REPORT_VERSION = 1;

const seconds = z.number().nonnegative();

/** `passed` only when everything holds, passed or was not applicable; what was not measured makes it `incomplete`. */
export const VERDICTS = ['passed', 'failed', 'incomplete'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Of a check and of a boot. */
export const CHECK_STATUSES = ['passed', 'failed', 'not checked', 'not applicable'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** One fact about the ISO that was read from its bytes. */
const check = z.strictObject({
  /** Stable: `boot-records`, `digest`, `modules`, … */
  name: z.string(),
  /** A few words that say what is looked at. */
  title: z.string(),
  status: z.enum(CHECK_STATUSES),
  wanted: z.string().optional(),
  actual: z.string().optional(),
  /** One sentence: what was found, or why it was not looked at. */
  detail: z.string(),
  /** The next thing to do; only where it did not pass. */
  hint: z.string().optional(),
});
export type Check = z.infer<typeof check>;

/** A milestone of a boot, and when it was reached after the machine was started. */
const milestone = z.strictObject({ name: z.string(), seconds });
export type Milestone = z.infer<typeof milestone>;

const machine = z.strictObject({
  /** The program's name and version. */
  qemu: z.string(),
  accelerator: z.enum(['tcg', 'kvm']),
  memoryMiB: z.number().int().positive(),
});

/** One run of a machine: through the ISO's own boot loader, or with the probes. */
const boot = z.strictObject({
  status: z.enum(CHECK_STATUSES),
  /** One sentence: how far it came. */
  detail: z.string(),
  hint: z.string().optional(),
  machine: machine.optional(),
  timeline: z.array(milestone),
  /** The end of what it printed, bounded. */
  console: z.string(),
  /** Lines before those that are kept. */
  droppedLines: z.number().int().nonnegative(),
});
export type BootReport = z.infer<typeof boot>;

/** A number that a probe took, and what it has to be; `before` is without what the probe sets up. */
const measurement = z.strictObject({
  label: z.string(),
  /** `ms`, `MB/s`, `packets`, … */
  unit: z.string(),
  before: z.number().optional(),
  after: z.number(),
  /** What `after` must be, both ends included. */
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
});
export type Measurement = z.infer<typeof measurement>;

/** `not run`: it could not measure anything, which is no pass. */
export const PROBE_STATUSES = ['passed', 'failed', 'not run'] as const;
export type ProbeStatus = (typeof PROBE_STATUSES)[number];

const probe = z.strictObject({
  name: z.string(),
  /** What it proves, in a few words. */
  title: z.string(),
  /** The kernel options that it exercises; empty for a probe of the spec's own. */
  options: z.array(z.string()),
  status: z.enum(PROBE_STATUSES),
  /** One sentence: what was measured, what fell short, or why it could not run. */
  detail: z.string(),
  hint: z.string().optional(),
  measurements: z.array(measurement),
  seconds: seconds.optional(),
  /** The last lines that its script printed, where it did not pass. */
  output: z.string().optional(),
});
export type ProbeReport = z.infer<typeof probe>;

/** What kept the verdict from being `passed`. */
const shortcoming = z.strictObject({
  kind: z.enum(['check', 'requirement', 'boot', 'probe']),
  name: z.string(),
  status: z.string(),
  detail: z.string(),
  hint: z.string().optional(),
});
export type Shortcoming = z.infer<typeof shortcoming>;

export const reportSchema = z.strictObject({
  reportVersion: z.literal(REPORT_VERSION),
  verdict: z.enum(VERDICTS),
  /** Empty when passed; failures before what was not measured. */
  shortcomings: z.array(shortcoming),
  iso: z.strictObject({
    /** A path relative to the workspace, or a URL. */
    name: z.string(),
    /** The project's own build output, another file, or a URL. */
    origin: z.enum(['build', 'file', 'url']),
    /** Bytes. */
    size: z.number().int().nonnegative(),
    /** Of the whole ISO; absent when no more than part of it was read. */
    sha256: sha256Schema.optional(),
  }),
  architecture: z.enum(['amd64', 'arm64']),
  depth: z.enum(['kernel', 'content']),
  /** Absent when none could be read. */
  kernel: z
    .strictObject({ release: z.string(), banner: z.string(), configSha256: sha256Schema })
    .optional(),
  /** Of the requirements that the verdict is about. */
  requirementsSha256: sha256Schema,
  requirements: z.array(requirementSchema),
  checks: z.array(check),
  /** Through the ISO's own boot loader. */
  boot: boot.optional(),
  /** With the ISO's kernel and initrd and the probes. Absent when none were to run. */
  probeBoot: boot.optional(),
  probes: z.array(probe),
  startedAt: z.iso.datetime(),
  seconds,
  producedBy: z.strictObject({ name: z.string(), version: z.string() }),
});
export type VerifyReport = z.infer<typeof reportSchema>;
