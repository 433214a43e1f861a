// The config language of isolinux and syslinux (syslinux's doc/syslinux.txt, and how its
// com32/elflink/ldlinux/readconfig.c takes it): one directive a line, keywords in any case.

/** What a label starts; only `linux` and a `kernel` without a special extension are Linux. */
export type KernelType = 'kernel' | 'linux' | 'config' | 'other';

export interface SyslinuxLabel {
  readonly name: string;
  /** The file, and arguments that stand behind it. */
  kernel: string;
  type: KernelType;
  append: string | undefined;
  initrd: string | undefined;
  menuDefault: boolean;
}

export interface SyslinuxConfig {
  readonly labels: SyslinuxLabel[];
  /** The last DEFAULT: a label or a file, and arguments. */
  default: string | undefined;
  /** The last ONTIMEOUT: what starts in place of the default when a prompt or a menu was waited at. */
  onTimeout: string | undefined;
  /** APPEND before any label: what labels without one of their own get. */
  append: string | undefined;
}

/** Reads the text of the file that an INCLUDE names; undefined when there is none. */
export type Include = (path: string) => Promise<string | undefined>;

const KERNEL_TYPES: Readonly<Record<string, KernelType>> = {
  kernel: 'kernel',
  linux: 'linux',
  config: 'config',
  boot: 'other',
  bss: 'other',
  pxe: 'other',
  fdimage: 'other',
  comboot: 'other',
  com32: 'other',
  localboot: 'other',
};

/** Parses a config with what it includes; a missing include is passed over, as syslinux does. */
export async function parseSyslinux(text: string, include: Include): Promise<SyslinuxConfig> {
  const config: SyslinuxConfig = {
    labels: [],
    default: undefined,
    onTimeout: undefined,
    append: undefined,
  };
  await addLines(config, text, include);
  return config;
}

async function addLines(config: SyslinuxConfig, text: string, include: Include): Promise<void> {
  let inHelp = false;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const { keyword, rest } = directive(line);
    if (inHelp) inHelp = keyword !== 'endtext';
    else if (keyword === 'text' && /^help\b/i.test(rest)) inHelp = true;
    else if (keyword === 'include') await addIncluded(config, rest, include);
    else if (keyword === 'menu') await addMenuLine(config, rest, include);
    else addDirective(config, keyword, rest);
  }
}

function directive(line: string): { keyword: string; rest: string } {
  const [, keyword = '', rest = ''] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? [];
  return { keyword: keyword.toLowerCase(), rest: rest.trimEnd() };
}

async function addIncluded(config: SyslinuxConfig, rest: string, include: Include): Promise<void> {
  const [path = ''] = rest.split(/\s+/);
  const text = await include(path);
  if (text !== undefined) await addLines(config, text, include);
}

async function addMenuLine(config: SyslinuxConfig, line: string, include: Include): Promise<void> {
  const { keyword, rest } = directive(line);
  const label = config.labels.at(-1);
  if (keyword === 'include') await addIncluded(config, rest, include);
  if (keyword === 'default' && label !== undefined) label.menuDefault = true;
}

function addDirective(config: SyslinuxConfig, keyword: string, rest: string): void {
  const label = config.labels.at(-1);
  const type = KERNEL_TYPES[keyword];
  if (keyword === 'label') config.labels.push(newLabel(rest.split(/\s+/)[0] ?? ''));
  else if (keyword === 'default') config.default = rest;
  else if (keyword === 'ontimeout') config.onTimeout = rest;
  else if (keyword === 'append' && label === undefined) config.append = rest;
  else if (label === undefined) return;
  else if (keyword === 'append') label.append = rest;
  else if (keyword === 'initrd') label.initrd = rest;
  else if (type !== undefined) {
    label.kernel = rest;
    label.type = type;
  }
}

function newLabel(name: string): SyslinuxLabel {
  return {
    name,
    kernel: name,
    type: 'kernel',
    append: undefined,
    initrd: undefined,
    menuDefault: false,
  };
}
