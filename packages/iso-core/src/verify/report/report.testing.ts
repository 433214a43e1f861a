// Reports as verifications of the lab's ISOs give them: one that passed, one that failed, one that is
// incomplete, and the same with any text in every place that an ISO or its guest fills.
import { alwaysRequired, findPreset, type PresetEntry } from '../../spec/index.js';
import type { BootReport, Check, ProbeReport, VerifyReport } from './report.js';
import { verdictOf, type VerdictParts } from './verdict.js';

type RequirementReport = VerifyReport['requirements'][number];

const MODULES: Readonly<Record<string, string>> = {
  NET_SCH_PRIO: 'kernel/net/sched/sch_prio.ko',
  NET_SCH_TBF: 'kernel/net/sched/sch_tbf.ko',
  NET_CLS_FLOWER: 'kernel/net/sched/cls_flower.ko',
  NET_CLS_BPF: 'kernel/net/sched/cls_bpf.ko',
  NF_CONNTRACK: 'kernel/net/netfilter/nf_conntrack.ko',
  NETFILTER_XT_MATCH_STATE: 'kernel/net/netfilter/xt_state.ko',
  NETFILTER_XT_TARGET_LOG: 'kernel/net/netfilter/xt_LOG.ko',
  NETFILTER_XT_TARGET_MARK: 'kernel/net/netfilter/xt_mark.ko',
  NETFILTER_XT_MATCH_CGROUP: 'kernel/net/netfilter/xt_cgroup.ko',
  IP_NF_NAT: 'kernel/net/ipv4/netfilter/iptable_nat.ko',
};
const LACKING = ['NET_SCH_PRIO', 'NET_CLS_FLOWER', 'BLK_DEV_THROTTLING'];

const MACHINE = {
  qemu: 'QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)',
  accelerator: 'tcg',
  memoryMiB: 512,
} as const;

type OptionState = Pick<RequirementReport['options'][number], 'actual' | 'detail' | 'module'>;

function requirements(
  stateOf: (option: string) => OptionState & { readonly status: RequirementReport['status'] },
): RequirementReport[] {
  return ['chaos-controller/network', 'chaos-controller/disk-pressure', alwaysRequired.name]
    .map((name) => findPreset(name) ?? alwaysRequired)
    .flatMap(({ name, entries }) => entries.map((entry) => requirement(entry, name, stateOf)));
}

function requirement(
  entry: PresetEntry,
  origin: string,
  stateOf: Parameters<typeof requirements>[0],
): RequirementReport {
  const wishes =
    'anyOf' in entry ? entry.anyOf : [{ option: entry.option, values: entry.values ?? ['y', 'm'] }];
  const [first] = wishes;
  return {
    name: wishes.map(({ option }) => option).join(' or '),
    reason: entry.reason,
    origins: [origin],
    status: stateOf(first?.option ?? '').status,
    options: wishes.map(({ option, values }) => {
      const { actual, detail, module } = stateOf(option);
      return {
        option,
        wanted: [...values],
        actual,
        detail,
        ...(module === undefined ? {} : { module }),
      };
    }),
  };
}

function built(option: string): ReturnType<Parameters<typeof requirements>[0]> {
  const module = MODULES[option];
  return module === undefined
    ? { status: 'holds', actual: 'y', detail: 'by the kernel’s own config' }
    : { status: 'holds', actual: 'm', detail: `${module} loads into this kernel`, module };
}

function ofBase(option: string): ReturnType<typeof built> {
  return LACKING.includes(option)
    ? { status: 'fails', actual: 'n', detail: 'is n, wanted y or m' }
    : built(option);
}

function atDepthKernel(option: string): ReturnType<typeof built> {
  const { actual, ...state } = built(option);
  return actual === 'm'
    ? {
        status: 'not checked',
        actual,
        detail: 'a module, which only an inspection at depth content sees',
      }
    : { ...state, actual };
}

const CHECKS: readonly Check[] = [
  {
    name: 'digest',
    title: 'Digest against the .sha256 beside it',
    status: 'passed',
    wanted: 'e0cf5f7c1309d86b2a1cf141caa8e08a83b163317cde9c6578bb3a5276bd9cc7',
    actual: 'e0cf5f7c1309d86b2a1cf141caa8e08a83b163317cde9c6578bb3a5276bd9cc7',
    detail: 'The ISO is the one that its .sha256 names.',
  },
  {
    name: 'boot-records',
    title: 'Boot records for amd64',
    status: 'passed',
    wanted: 'BIOS (El Torito, isolinux)',
    actual: 'BIOS (El Torito, isolinux)',
    detail: 'The boot catalog starts isolinux, whose config loads /boot/bzImage and /boot/initrd.',
  },
  {
    name: 'kernel-release',
    title: 'Kernel release',
    status: 'passed',
    wanted: '6.1.176',
    actual: '6.1.176',
    detail: 'The kernel says the release that the manifest names.',
  },
  {
    name: 'initrd',
    title: 'Initrd',
    status: 'passed',
    detail: 'All 2 members unpack, and it holds /version.json (v1.38.0).',
  },
  {
    name: 'modules',
    title: 'Modules that are there and load',
    status: 'passed',
    wanted: '17 of modules.dep',
    actual: '17',
    detail: 'Every module of modules.dep is there, with the kernel’s vermagic and its symbols.',
  },
  {
    name: 'stale-modules',
    title: 'Stale and foreign modules',
    status: 'passed',
    detail: 'No module is left over from another kernel.',
  },
  {
    name: 'size',
    title: 'Size against the base',
    status: 'passed',
    wanted: 'at least 7.0 MiB packed, 10.9 MiB unpacked',
    actual: '8.5 MiB packed, 13.1 MiB unpacked',
    detail: 'It is 1.2 % larger than the base, and 0.4 % unpacked.',
  },
  {
    name: 'content',
    title: 'Files against the base',
    status: 'passed',
    detail: 'All 312 files of the base are there.',
  },
  {
    name: 'secure-boot',
    title: 'EFI boot image',
    status: 'not applicable',
    detail: 'minikube boots amd64 through the BIOS.',
  },
];

function probe(
  name: string,
  title: string,
  options: string[],
  measurements: ProbeReport['measurements'],
  detail: string,
): ProbeReport {
  return { name, title, options, status: 'passed', detail, measurements, seconds: 1.2 };
}

const PROBES: readonly ProbeReport[] = [
  probe(
    'prio-netem',
    'A prio band delays what a filter sends into it',
    ['NET_SCH_PRIO', 'NET_SCH_NETEM'],
    [{ label: 'round trip', unit: 'ms', before: 0.08, after: 101.6, atLeast: 95, atMost: 160 }],
    'The round trip went from 0.08 to 101.6 ms.',
  ),
  probe(
    'netem-delay',
    'netem delays packets',
    ['NET_SCH_NETEM'],
    [{ label: 'round trip', unit: 'ms', before: 0.071, after: 201.2, atLeast: 195, atMost: 300 }],
    'The round trip went from 0.071 to 201.2 ms.',
  ),
  probe(
    'netem-loss',
    'netem drops packets',
    ['NET_SCH_NETEM'],
    [
      {
        label: 'packets lost of 200',
        unit: 'packets',
        before: 0,
        after: 98,
        atLeast: 60,
        atMost: 140,
      },
    ],
    '98 of 200 packets were lost.',
  ),
  probe(
    'tbf-rate',
    'tbf limits the bandwidth',
    ['NET_SCH_TBF'],
    [
      {
        label: 'throughput',
        unit: 'MB/s',
        before: 214.3,
        after: 0.128,
        atLeast: 0.05,
        atMost: 0.19,
      },
    ],
    'The throughput went from 214.3 to 0.128 MB/s.',
  ),
  probe(
    'flower-filter',
    'A flower filter picks only the traffic that matches',
    ['NET_CLS_FLOWER', 'NET_SCH_PRIO', 'NET_SCH_NETEM'],
    [
      {
        label: 'round trip of what matches',
        unit: 'ms',
        before: 0.08,
        after: 103.9,
        atLeast: 95,
        atMost: 160,
      },
      { label: 'round trip of the rest', unit: 'ms', before: 0.08, after: 0.11, atMost: 20 },
    ],
    'What matches took 103.9 ms, the rest 0.11 ms.',
  ),
  probe(
    'disk-throttle',
    'io.max of cgroup v2 throttles a disk',
    ['BLK_CGROUP', 'BLK_DEV_THROTTLING'],
    [
      {
        label: 'write throughput',
        unit: 'MB/s',
        before: 141.7,
        after: 1.04,
        atLeast: 0.5,
        atMost: 1.6,
      },
    ],
    'Writing went from 141.7 to 1.04 MB/s.',
  ),
  probe(
    'iptables-mark',
    'iptables marks packets',
    ['NETFILTER_XT_TARGET_MARK', 'IP_NF_MANGLE', 'IP_NF_IPTABLES'],
    [{ label: 'marked packets', unit: 'packets', before: 0, after: 10, atLeast: 10 }],
    '10 packets were marked.',
  ),
  probe(
    'iptables-log',
    'iptables logs new connections',
    ['NETFILTER_XT_TARGET_LOG', 'NETFILTER_XT_MATCH_STATE', 'NF_CONNTRACK'],
    [{ label: 'logged packets', unit: 'packets', before: 0, after: 3, atLeast: 1 }],
    '3 packets were logged.',
  ),
  probe(
    'cgroup-controllers',
    'The cgroup controllers are there',
    ['CGROUPS'],
    [{ label: 'controllers found', unit: '', after: 5, atLeast: 5, atMost: 5 }],
    'All 5 controllers are there.',
  ),
  probe(
    'config-gz',
    '/proc/config.gz is the inspected config',
    ['IKCONFIG_PROC'],
    [{ label: 'lines that differ', unit: 'lines', after: 0, atMost: 0 }],
    'No line differs.',
  ),
];

const CONSOLE = [
  'ISOLINUX 6.04 Copyright (C) 1994-2015 H. Peter Anvin et al',
  'Loading /boot/bzImage... ok',
  'Loading /boot/initrd...ok',
  '[    0.000000] Linux version 6.1.176 (lab@lab) (gcc (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld 2.40) #1 SMP PREEMPT_DYNAMIC',
  '[    0.000000] Command line: BOOT_IMAGE=/boot/bzImage initrd=/boot/initrd root=/dev/ram0 loglevel=3 console=ttyS0',
  '[    0.912345] Run /init as init process',
  'Welcome to minikube (lab)',
  'minikube login: ',
].join('\n');

const BOOT: BootReport = {
  status: 'passed',
  detail: 'It came to the login prompt in 6.4 s.',
  machine: MACHINE,
  timeline: [
    { name: 'boot loader', seconds: 0.9 },
    { name: 'kernel', seconds: 3.1 },
    { name: 'userspace', seconds: 5.2 },
    { name: 'login prompt', seconds: 6.4 },
  ],
  console: CONSOLE,
  droppedLines: 0,
};

const PROBE_BOOT: BootReport = {
  status: 'passed',
  detail: 'All probes ran in 14.8 s.',
  machine: MACHINE,
  timeline: [
    { name: 'kernel', seconds: 0.6 },
    { name: 'userspace', seconds: 2.3 },
    { name: 'first probe', seconds: 2.6 },
    { name: 'last probe', seconds: 14.7 },
    { name: 'power off', seconds: 14.8 },
  ],
  console: PROBES.map(({ name }) => `begin ${name}\nend ${name} 0`).join('\n'),
  droppedLines: 118,
};

const KERNEL = {
  release: '6.1.176',
  banner:
    'Linux version 6.1.176 (lab@lab) (gcc (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Thu Jan  1 00:00:00 UTC 1970',
  configSha256: 'e072ff0e8a9ec47ecfaa37710c38f1fadfaeab59ecd98a9285bf4795062dd902',
};

type Judged = Pick<VerifyReport, 'iso' | 'kernel' | 'seconds'> & VerdictParts;

function reportOf({ required, ...parts }: Judged): VerifyReport {
  const { boot, probeBoot, requirements, checks, probes, ...rest } = parts;
  return {
    reportVersion: 1,
    ...verdictOf({ ...parts, required }),
    ...rest,
    architecture: 'amd64',
    requirementsSha256: '5d1e4fbb0c1a2f3bb8e0ad5ad0f6e3f1c8b94cf7f9fb8ae6f5ba58aa0e6cd5d4',
    requirements: [...requirements],
    checks: [...checks],
    ...(boot === undefined ? {} : { boot }),
    ...(probeBoot === undefined ? {} : { probeBoot }),
    probes: [...probes],
    startedAt: '2026-11-22T09:30:00.000Z',
    producedBy: { name: 'nx-minikube-iso', version: '0.1.0' },
  };
}

const REQUIRED = { boot: true, probes: PROBES.map(({ name }) => name) };

/** The project's own build for amd64: 20 requirements and ten probes. */
export function passedReport(): VerifyReport {
  return reportOf({
    iso: {
      name: 'dist/e2e/chaos/iso/minikube-amd64.iso',
      origin: 'build',
      size: 8_880_128,
      sha256: 'e0cf5f7c1309d86b2a1cf141caa8e08a83b163317cde9c6578bb3a5276bd9cc7',
    },
    depth: 'content',
    kernel: KERNEL,
    requirements: requirements(built),
    checks: CHECKS,
    boot: BOOT,
    probeBoot: PROBE_BOOT,
    probes: PROBES,
    required: REQUIRED,
    seconds: 31.4,
  });
}

/** The lab's base, which lacks NET_SCH_PRIO, NET_CLS_FLOWER and BLK_DEV_THROTTLING. */
export function failedReport(): VerifyReport {
  const tc = (text: string) => ({
    status: 'failed' as const,
    detail: 'The effect could not be set up: tc ended with exit code 2.',
    hint: 'The kernel lacks an option that this probe exercises: see the requirements that fail.',
    measurements: [],
    output: text,
  });
  const failures: Readonly<Record<string, Partial<ProbeReport>>> = {
    'prio-netem': tc(
      '+ tc qdisc add dev lo root handle 1: prio\nError: Specified qdisc kind is unknown.',
    ),
    'flower-filter': tc(
      '+ tc qdisc add dev lo root handle 1: prio\nError: Specified qdisc kind is unknown.',
    ),
    'disk-throttle': {
      status: 'failed',
      detail: 'write throughput is 139.6 MB/s, expected between 0.5 and 1.6 MB/s.',
      hint: 'The kernel lacks an option that this probe exercises: see the requirements that fail.',
      measurements: [
        {
          label: 'write throughput',
          unit: 'MB/s',
          before: 141.7,
          after: 139.6,
          atLeast: 0.5,
          atMost: 1.6,
        },
      ],
      output: 'sh: /sys/fs/cgroup/nmi/io.max: No such file or directory',
    },
  };
  return reportOf({
    iso: {
      name: 'dist/tools/lab/amd64/base.iso',
      origin: 'file',
      size: 8_775_680,
      sha256: '691106c22045d96efd1715b4983d8d3523cf855f521d45c7a15c63431595d3d4',
    },
    depth: 'content',
    kernel: KERNEL,
    requirements: requirements(ofBase),
    checks: CHECKS.filter(({ name }) => name !== 'digest'),
    boot: BOOT,
    probeBoot: PROBE_BOOT,
    probes: PROBES.map((one) => ({ ...one, ...failures[one.name] })),
    required: REQUIRED,
    seconds: 29.8,
  });
}

/** A URL read by ranges at depth kernel, which is not booted. */
export function incompleteReport(): VerifyReport {
  const notRead = {
    status: 'not checked',
    detail: 'It needs the initrd, which depth kernel does not read.',
  } as const;
  const hint = 'Verify the ISO at depth content, which reads all of it.';
  const read = ['boot-records', 'kernel-release', 'secure-boot'];
  const notBooted: BootReport = {
    status: 'not checked',
    detail: 'An ISO at depth kernel is not downloaded, so it cannot be booted.',
    hint,
    timeline: [],
    console: '',
    droppedLines: 0,
  };
  return reportOf({
    iso: {
      name: 'https://public-chaos-controller.s3.amazonaws.com/minikube/minikube-2026-11-22.iso',
      origin: 'url',
      size: 402_653_184,
    },
    depth: 'kernel',
    kernel: KERNEL,
    requirements: requirements(atDepthKernel),
    checks: CHECKS.map((check) => {
      if (read.includes(check.name)) return check;
      const { name, title } = check;
      return { name, title, ...notRead, hint };
    }),
    boot: notBooted,
    probeBoot: notBooted,
    probes: PROBES.map(({ name, title, options }) => ({
      name,
      title,
      options,
      status: 'not run',
      detail: 'An ISO at depth kernel is not downloaded, so it cannot be booted.',
      hint,
      measurements: [],
    })),
    required: REQUIRED,
    seconds: 1.9,
  });
}

/** Keys whose strings are not free text: enumerations, digests, times. */
const FIXED =
  /^(status|verdict|kind|origin|depth|architecture|accelerator|startedAt|\w*[sS]ha256)$/;

/** The report with every free text replaced by what `replace` makes of it; numbers and structure stay. */
export function withTexts(report: VerifyReport, replace: (text: string) => string): VerifyReport {
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return FIXED.test(key) ? value : replace(value);
    if (Array.isArray(value)) return value.map((item) => visit(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, visit(item, name)]),
    );
  };
  return visit(report, '') as VerifyReport;
}
