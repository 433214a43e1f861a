// The options that chaos-controller's disk, processor, memory and node disruptions need.
import type { Applicability, Preset, PresetEntry } from './preset.js';

export const THROTTLING: PresetEntry = {
  option: 'BLK_DEV_THROTTLING',
  reason:
    'Disk pressure writes rates to io.max, or to blkio.throttle.* on cgroup v1; these files exist only with it.',
};

export const diskPressure: Preset = {
  name: 'chaos-controller/disk-pressure',
  description: 'Throttled disk reads and writes.',
  entries: [
    {
      option: 'BLK_CGROUP',
      reason: 'Throttling is set for each cgroup through the io controller (blkio on cgroup v1).',
    },
    THROTTLING,
  ],
};

const CGROUPS: PresetEntry = {
  option: 'CGROUPS',
  reason: 'The stressing process joins the cgroup of the target container.',
};

export const cpuPressure: Preset = {
  name: 'chaos-controller/cpu-pressure',
  description: 'Busy processors.',
  entries: [
    CGROUPS,
    {
      option: 'CPUSETS',
      reason: "The number of stressing threads is read from the target's cpuset.",
    },
    {
      option: 'MEMCG',
      reason:
        "The stressing process is accounted to the target's memory once it joined, as everything in the container is.",
    },
  ],
};

export const memoryPressure: Preset = {
  name: 'chaos-controller/memory-pressure',
  description: 'Memory filled up to a share of its limit.',
  entries: [
    CGROUPS,
    {
      option: 'MEMCG',
      reason: "The target's memory limit and usage are read from its memory cgroup.",
    },
    {
      option: 'CPUSETS',
      reason:
        "The process that fills the memory is held to the target's processors once it joined.",
    },
  ],
};

/** Functions whose errors can be injected are a list in the kernel since 4.16, on arm64 since 5.4. */
const ERROR_INJECTION: Applicability = {
  kernels: { from: '4.16' },
  kernelsOn: { arm64: { from: '5.4' } },
};

export const diskFailure: Preset = {
  name: 'chaos-controller/disk-failure',
  description: 'Failing openat calls, and the HTTP filters of network disruptions: eBPF programs.',
  entries: [
    {
      option: 'BPF',
      promptless: 'BPF_SYSCALL selects it',
      reason: 'The eBPF machine itself; the injector refuses to start without it.',
    },
    {
      option: 'BPF_SYSCALL',
      reason: 'The injector loads its eBPF programs and maps with the bpf system call.',
    },
    {
      option: 'BPF_JIT',
      reason: 'The injector refuses to start where eBPF programs are not compiled.',
    },
    {
      option: 'HAVE_EBPF_JIT',
      promptless: 'the architecture selects it',
      reason: 'Says that the kernel can compile eBPF programs; the injector asks for it by name.',
    },
    { option: 'KPROBES', reason: 'The eBPF program hangs on a kprobe at the openat system call.' },
    { option: 'FTRACE', reason: 'Kprobes become events only within the tracers.' },
    {
      option: 'KPROBE_EVENTS',
      // Before 4.11 it was called KPROBE_EVENT.
      kernels: { from: '4.11' },
      reason: 'eBPF programs are attached to kprobes through these events.',
    },
    {
      option: 'BPF_EVENTS',
      promptless: 'on with BPF_SYSCALL, PERF_EVENTS and KPROBE_EVENTS',
      reason: 'Lets eBPF programs be attached to kprobe events.',
    },
    {
      option: 'PERF_EVENTS',
      reason: 'Attaches the eBPF program and carries its reports back to the injector.',
    },
    {
      option: 'FUNCTION_ERROR_INJECTION',
      ...ERROR_INJECTION,
      promptless: 'older kernels switch it on with KPROBES; newer ones ask',
      reason: 'The list of functions whose return value may be replaced, openat among them.',
    },
    {
      option: 'BPF_KPROBE_OVERRIDE',
      values: ['y'],
      ...ERROR_INJECTION,
      reason:
        'bpf_override_return makes openat fail; the injector refuses to start without it, for HTTP filters too.',
    },
    {
      option: 'DEBUG_INFO_BTF',
      kernels: { from: '5.2' },
      reason: "Tells the eBPF program the layout of this kernel's structures when it is loaded.",
    },
  ],
};

export const nodeFailure: Preset = {
  name: 'chaos-controller/node-failure',
  description: 'Kernel panics and power-offs.',
  entries: [
    {
      option: 'MAGIC_SYSRQ',
      reason: 'Node failure writes c (panic) or o (power off) to /proc/sysrq-trigger.',
    },
  ],
};
