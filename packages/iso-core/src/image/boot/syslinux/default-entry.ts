// What a syslinux config starts when nobody touches the keyboard.
import type { SyslinuxConfig, SyslinuxLabel } from './parse.js';

/** Paths are as the config writes them. */
export type SyslinuxEntry =
  | {
      readonly kind: 'linux';
      readonly label: string;
      readonly kernel: string;
      readonly initrds: readonly string[];
      /** The arguments that the config gives the kernel, without what isolinux adds. */
      readonly commandLine: string;
    }
  /** Another config file takes over, with another folder to start from if one is given. */
  | { readonly kind: 'config'; readonly path: string; readonly folder: string | undefined }
  | { readonly kind: 'unclear'; readonly reason: string };

/** Extensions that make a KERNEL something else than Linux. */
const NOT_LINUX = /\.(0|bin|bs|bss|c32|com|cbt|img)$/i;

/**
 * The default: the label that DEFAULT names; with a menu program there, or without DEFAULT, the label
 * marked MENU DEFAULT, else `linux`, else the first. Unclear where ONTIMEOUT would start other files:
 * whether there is a prompt to wait at is a matter of the keyboard too.
 */
export function defaultEntry(config: SyslinuxConfig): SyslinuxEntry {
  const entry = chosenEntry(config);
  if (config.onTimeout === undefined) return entry;
  const late = namedEntry(config.onTimeout, config);
  if (filesOf(entry) === filesOf(late)) return entry;
  return {
    kind: 'unclear',
    reason: `starts ${config.onTimeout} in place of its default after a while`,
  };
}

function chosenEntry(config: SyslinuxConfig): SyslinuxEntry {
  const [name = ''] = words(config.default ?? '');
  const isNamed = config.labels.some((label) => label.name === name);
  const isMenu = name === '' || NOT_LINUX.test(name) || isMenuProgram(name);
  if (isNamed || !isMenu) return namedEntry(config.default ?? '', config);
  const chosen =
    config.labels.find(({ menuDefault }) => menuDefault) ??
    config.labels.find((label) => label.name === 'linux') ??
    config.labels[0];
  if (chosen === undefined) return { kind: 'unclear', reason: 'has no label and no default' };
  return entryOf(chosen, config, []);
}

/** A label with arguments, or a file with arguments. */
function namedEntry(command: string, config: SyslinuxConfig): SyslinuxEntry {
  const [name = '', ...args] = words(command);
  const named = config.labels.find((label) => label.name === name);
  if (named !== undefined) return entryOf(named, config, args);
  const label = { name, kernel: name, type: 'kernel' as const, append: args.join(' ') };
  return entryOf({ ...label, initrd: undefined, menuDefault: false }, config, []);
}

function filesOf(entry: SyslinuxEntry): string {
  const { kind } = entry;
  if (kind === 'unclear') return kind;
  return JSON.stringify(
    kind === 'linux' ? [entry.kernel, entry.initrds] : [entry.path, entry.folder],
  );
}

// `vesamenu` and `menu` get their extension from isolinux.
function isMenuProgram(name: string): boolean {
  return /(^|\/)(vesa)?menu$/i.test(name);
}

function entryOf(
  label: SyslinuxLabel,
  config: SyslinuxConfig,
  args: readonly string[],
): SyslinuxEntry {
  const [kernel = '', ...kernelArgs] = words(label.kernel);
  if (label.type === 'config') {
    return { kind: 'config', path: kernel, folder: words(label.append ?? '')[0] };
  }
  const isLinux = label.type === 'linux' || (label.type === 'kernel' && !NOT_LINUX.test(kernel));
  if (kernel === '' || !isLinux) {
    return { kind: 'unclear', reason: `starts ${label.kernel || 'nothing'}, not a Linux kernel` };
  }
  const append = label.append ?? config.append ?? '';
  const own = [...kernelArgs, ...words(append === '-' ? '' : append), ...args];
  return {
    kind: 'linux',
    label: label.name,
    kernel,
    initrds: initrdsOf(own, label.initrd),
    commandLine: own.join(' '),
  };
}

// isolinux puts INITRD behind the arguments and takes the first `initrd=` it sees.
function initrdsOf(args: readonly string[], initrd: string | undefined): string[] {
  const argument = args.find((arg) => arg.startsWith('initrd='))?.slice('initrd='.length);
  return (argument ?? initrd ?? '').split(',').filter((path) => path !== '');
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
