// The specs that are built: of the lab's base, each for one route.

export interface SpecOptions {
  /** Absolute. */
  readonly base: string;
  readonly source: string;
  readonly require: readonly Requirement[];
}

export interface Requirement {
  readonly option: string;
  readonly value: 'y' | 'm' | 'n';
}

/** The text of a `minikube-iso.json`. */
export function specText({ base, source, require }: SpecOptions): string {
  const spec = {
    architectures: ['amd64'],
    base: { amd64: { path: base } },
    kernel: { require, source: { path: source } },
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

/** Asks for a built-in option, and for disk throttling or its absence: the route `kernel`. */
export function builtIn(throttling: 'y' | 'n'): Requirement[] {
  return [
    { option: 'NET_SCH_PRIO', value: 'y' },
    { option: 'BLK_DEV_THROTTLING', value: throttling },
  ];
}

/** Asks for what the base has already: the route `unchanged`. */
export const IN_THE_BASE: readonly Requirement[] = [
  { option: 'NET_SCH_NETEM', value: 'y' },
  { option: 'NET_SCH_TBF', value: 'm' },
];
