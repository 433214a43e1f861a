// How far a boot has come, told from what its console shows.
import type { ConsoleLine } from '../machine/index.js';

/** In the order in which a boot comes through them. */
export const STAGES = ['boot loader', 'kernel', 'userspace'] as const;
export type Stage = (typeof STAGES)[number];

// The time that the kernel puts before its lines, its first line without it, and its loaders' last words.
const KERNEL_TIME = /^\[ *\d+\.\d{6}\]/;
const KERNEL = [
  KERNEL_TIME,
  /^Linux version \d/,
  /^Booting Linux on physical CPU/,
  /^EFI stub: /,
  /^Decompressing Linux/,
];

// systemd logs through the kernel; the others are first words of inits.
const USERSPACE = [
  /\bRun \S+ as init process/,
  /\bsystemd\[1\]:/,
  /^\[ {2}OK {2}\]/,
  /^Welcome to (?!GRUB)/,
  /\blogin: *$/,
];

/** `Kernel panic - not syncing: …` and, the last line that a kernel prints of it, its end mark. */
const PANIC = /Kernel panic - not syncing: *(.*)$/;
const PANIC_END = /---\[ end Kernel panic/;

// Not all of what loaders print: what may hold a word that somebody waits for.
const LOADER =
  /\b(?:GRUB|ISOLINUX|SYSLINUX|SeaBIOS|iPXE|TianoCore|EDK II|BdsDxe)\b|^boot:|^Loading \/|^Booting (?:`|a command list|the kernel)/;
const SYSTEMD_TO_KERNEL = /\] systemd\[1\]:/;

/**
 * Whether a line is a boot loader's or the kernel's own, as far as that can be told: what they say of
 * minikube is no sign that minikube came up. systemd logs through the kernel, and is userspace.
 */
export function isBeforeUserspace(text: string): boolean {
  return LOADER.test(text) || (KERNEL_TIME.test(text) && !SYSTEMD_TO_KERNEL.test(text));
}

/** Follows a console line by line. */
export class BootStages {
  readonly #since = new Map<Stage, number>();
  #kernelHasTimes = false;
  #panic: string | undefined;
  #hasPanicked = false;
  #lastText = '';

  /** Takes a line of the boot; whether it is the first of a stage. */
  see(line: ConsoleLine): boolean {
    this.seePanic(line);
    this.#lastText = line.text;
    const stage = this.#stageOf(line.text);
    if (this.#since.has(stage)) return false;
    this.#since.set(stage, line.at);
    return true;
  }

  /** Takes a line of what runs once the boot is over. */
  seePanic({ text }: ConsoleLine): void {
    if (PANIC_END.test(text)) this.#hasPanicked = true;
    else this.#panic ??= PANIC.exec(text)?.[1];
  }

  /** The furthest that it was seen to come. */
  get reached(): Stage | undefined {
    return STAGES.findLast((stage) => this.#since.has(stage));
  }

  /** When the first line came. */
  get firstAt(): number | undefined {
    const [first] = this.#since.values();
    return first;
  }

  /** When a stage was first seen, in seconds; a kernel that is told to be quiet is not seen at all. */
  since(stage: Stage): number | undefined {
    return this.#since.get(stage);
  }

  /** What the kernel gave as the reason, if it has panicked. */
  get panic(): string | undefined {
    return this.#panic;
  }

  /** Whether the kernel has said all about it and stands still now, or restarts. */
  get hasPanicked(): boolean {
    return this.#hasPanicked;
  }

  get lastText(): string {
    return this.#lastText;
  }

  #stageOf(text: string): Stage {
    this.#kernelHasTimes ||= KERNEL_TIME.test(text);
    const { reached = 'boot loader' } = this;
    // A kernel goes on to speak when userspace has begun.
    if (reached === 'userspace') return reached;
    if (USERSPACE.some((pattern) => pattern.test(text))) return 'userspace';
    if (KERNEL.some((pattern) => pattern.test(text))) return 'kernel';
    // A line without a time, among a kernel's lines that all have one, is not the kernel's.
    return reached === 'kernel' && this.#kernelHasTimes ? 'userspace' : reached;
  }
}
