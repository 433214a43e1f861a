// The specs that are built: of the lab's base, each for one route.
import type { Architecture } from 'iso-core';

export interface SpecOptions {
  /** Absolute. */
  readonly base: string;
  readonly source: string;
  readonly require: readonly Wish[];
  /** Default: `amd64`. */
  readonly architecture?: Architecture;
  /** Further keys of the spec. */
  readonly more?: object;
}

/** An option with its value, or the name of a preset. */
export type Wish = Requirement | string;

export interface Requirement {
  readonly option: string;
  readonly value: string;
}

/** The text of a `minikube-iso.json`. */
export function specText(options: SpecOptions): string {
  const { base, source, require, architecture = 'amd64', more } = options;
  const spec = {
    architectures: [architecture],
    base: { [architecture]: { path: base } },
    kernel: { require, source: { path: source } },
    ...more,
  };
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/** A module that the base lacks, and its place in the kernel's tree. */
export interface NewModule {
  readonly option: string;
  readonly path: string;
}

export const FIRST_MODULES: readonly NewModule[] = [
  { option: 'NET_SCH_PRIO', path: 'net/sched/sch_prio.ko' },
  { option: 'NET_CLS_FLOWER', path: 'net/sched/cls_flower.ko' },
];

/** One for each further flip: a module that was compiled before would be no flip. */
export const FURTHER_MODULES: readonly NewModule[] = [
  { option: 'NET_SCH_SFQ', path: 'net/sched/sch_sfq.ko' },
  { option: 'NET_SCH_DRR', path: 'net/sched/sch_drr.ko' },
  { option: 'NET_SCH_RED', path: 'net/sched/sch_red.ko' },
];

/** Asks for modules alone: the route `modules`. */
export function asModules(modules: readonly NewModule[]): Requirement[] {
  return modules.map(({ option }) => ({ option, value: 'm' }));
}

/** What changes from one build of the route `kernel` to the next. */
export interface KernelChoice {
  readonly throttling: 'y' | 'n';
  /** A text in the kernel that makes its config one that was never built before. */
  readonly hostname: string;
}

/** Asks for built-in options: the route `kernel`. */
export function builtIn({ throttling, hostname }: KernelChoice): Requirement[] {
  return [
    { option: 'NET_SCH_PRIO', value: 'y' },
    { option: 'BLK_DEV_THROTTLING', value: throttling },
    { option: 'DEFAULT_HOSTNAME', value: hostname },
  ];
}

/** The same as arguments of the kernel's scripts/config. */
export function builtInArguments({ throttling, hostname }: KernelChoice): string[] {
  return [
    ...['--enable', 'NET_SCH_PRIO'],
    ...[throttling === 'y' ? '--enable' : '--disable', 'BLK_DEV_THROTTLING'],
    ...['--set-str', 'DEFAULT_HOSTNAME', hostname],
  ];
}

/** Asks for what the base has already: the route `unchanged`. */
export const IN_THE_BASE: readonly Requirement[] = [
  { option: 'NET_SCH_NETEM', value: 'y' },
  { option: 'NET_SCH_TBF', value: 'm' },
];

/** What the probes are for: every probe of the lab's kernel runs. */
export const CHAOS: readonly Wish[] = [
  'chaos-controller/network',
  'chaos-controller/disk-pressure',
];
