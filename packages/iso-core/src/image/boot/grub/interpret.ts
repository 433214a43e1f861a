// Runs a GRUB config as far as booting goes: variables, conditions, menu entries, `search`,
// `configfile`, `linux` and `initrd`. Nothing else has an effect, and nothing runs for long.
import type { BootFile, BootFileSystem } from '../boot-files.js';
import { configText } from '../boot-files.js';
import type { Firmware } from '../boot-layout.js';
import { Devices } from './devices.js';
import { expand, type Variables } from './environment.js';
import { bareText } from './lex.js';
import { parseGrub, type GrubCommand, type GrubCommands } from './parse.js';
import { parseSearch } from './search-command.js';
import { evaluateTest } from './test-expression.js';

const MOST_STEPS = 20_000;
const MOST_NESTING = 48;
const MOST_CONFIGS = 32;
const MOST_INITRDS = 64;

/** A file that the config names; `file` is undefined where there is none. */
export interface NamedFile {
  readonly path: string;
  readonly file: BootFile | undefined;
}

export interface GrubBoot {
  /** The config that has the entry: the last one that `configfile` led to. */
  readonly configPath: string;
  /** The title of the menu entry; empty when the config boots without one. */
  readonly title: string;
  readonly kernel: NamedFile;
  readonly initrds: readonly NamedFile[];
  readonly commandLine: string;
}

interface MenuEntry {
  readonly title: string;
  readonly id: string;
  readonly submenu: boolean;
  readonly body: GrubCommands;
}

/** What one config has gathered: its menu, and what `linux` and `initrd` loaded. */
interface Frame {
  readonly configPath: string;
  readonly menu: MenuEntry[];
}

/** A config that goes different ways as something says that only a running GRUB knows. */
export interface GrubUnclear {
  readonly unclear: string;
}

/** GRUB's own name of the firmware that it is built for. */
const PLATFORMS: Readonly<Record<Firmware, string>> = { bios: 'pc', efi: 'efi' };

/**
 * What the config at `config` boots by default under a firmware; undefined when its default entry
 * loads no Linux, and unclear where a command that is not known here decides. `fileSystems` begins
 * with the ISO.
 */
export async function interpretGrub(
  config: BootFile,
  home: BootFileSystem,
  fileSystems: readonly BootFileSystem[],
  firmware: Firmware,
): Promise<GrubBoot | GrubUnclear | undefined> {
  const devices = new Devices(fileSystems);
  const root = devices.nameOf(home);
  const folder = config.path.slice(0, config.path.lastIndexOf('/'));
  const variables: Variables = new Map([
    ['root', root],
    ['prefix', `(${root})${folder}`],
    ['cmdpath', `(${root})${folder}`],
    ['grub_platform', PLATFORMS[firmware]],
    ['menuentry_id_option', '--id'],
    ['feature_menuentry_id', 'y'],
  ]);
  const interpreter = new Interpreter(devices, variables);
  await interpreter.runConfig(config);
  return interpreter.result();
}

class Interpreter {
  private steps = 0;
  private configs = 0;
  private nesting = 0;
  private readonly functions = new Map<string, GrubCommands>();
  private kernel: NamedFile | undefined;
  private initrds: readonly NamedFile[] = [];
  private commandLine = '';
  private title = '';
  private configPath = '';
  /** A menu that `configfile` led to was shown: nothing that stands after it is reached. */
  private isDecided = false;
  /** The command that was not known and that a condition has asked since. */
  private unknown: string | undefined;
  private unclear: string | undefined;

  constructor(
    private readonly devices: Devices,
    private readonly variables: Variables,
  ) {}

  result(): GrubBoot | GrubUnclear | undefined {
    if (this.unclear !== undefined) return { unclear: this.unclear };
    const { kernel, initrds, commandLine, title, configPath } = this;
    return kernel && { configPath, title, kernel, initrds, commandLine };
  }

  /** Runs a config, then the default entry of the menu that it made. */
  async runConfig(config: BootFile): Promise<boolean> {
    const text = await this.load(config);
    if (text === undefined) return false;
    const frame: Frame = { configPath: config.path, menu: [] };
    await this.nested(() => this.run(parseGrub(text), frame));
    const [first, ...deeper] = (this.variables.get('default') ?? '0').split('>');
    await this.runDefault(frame, first ?? '0', deeper);
    return true;
  }

  private async runDefault(frame: Frame, wanted: string, deeper: readonly string[]): Promise<void> {
    if (this.isDecided) return;
    const entry = choose(frame.menu, wanted);
    if (entry === undefined) return;
    const inner: Frame = { configPath: frame.configPath, menu: [] };
    this.kernel = undefined;
    this.initrds = [];
    this.title = entry.title;
    await this.nested(() => this.run(entry.body, inner));
    const [next = '0', ...rest] = deeper;
    if (entry.submenu) await this.nested(() => this.runDefault(inner, next, rest));
    this.isDecided = true;
  }

  private async load(config: BootFile): Promise<string | undefined> {
    this.configs += 1;
    return this.configs > MOST_CONFIGS ? undefined : configText(config);
  }

  private async nested<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.nesting >= MOST_NESTING) return undefined;
    this.nesting += 1;
    try {
      return await work();
    } finally {
      this.nesting -= 1;
    }
  }

  /** Runs commands; whether the last one succeeded. */
  private async run(commands: GrubCommands, frame: Frame): Promise<boolean> {
    let succeeded = true;
    for (const command of commands) {
      this.steps += 1;
      if (this.isDecided || this.steps > MOST_STEPS) return false;
      succeeded = (await this.nested(() => this.runCommand(command, frame))) ?? false;
    }
    return succeeded;
  }

  private async runCommand(command: GrubCommand, frame: Frame): Promise<boolean> {
    switch (command.kind) {
      case 'simple':
        return this.runSimple(expand(command.words, this.variables), frame);
      case 'entry':
        frame.menu.push(menuEntry(expand(command.words, this.variables), command));
        return true;
      case 'function':
        this.functions.set(command.name, command.body);
        return true;
      case 'for':
        for (const word of expand(command.words, this.variables)) {
          this.steps += 1;
          if (this.steps > MOST_STEPS) return false;
          this.variables.set(command.variable, word);
          await this.run(command.body, frame);
        }
        return true;
      case 'if':
        for (const { test, then } of command.branches) {
          this.takeUnknown();
          const succeeded = await this.run(test, frame);
          const unknown = this.takeUnknown();
          if (unknown !== undefined && this.unclear === undefined && decidesBoot(command)) {
            this.unclear = `asks "${unknown}", which only a running GRUB can answer`;
          }
          if (succeeded) return this.run(then, frame);
        }
        return this.run(command.otherwise, frame);
    }
  }

  private takeUnknown(): string | undefined {
    const { unknown } = this;
    this.unknown = undefined;
    return unknown;
  }

  private async runSimple(words: readonly string[], frame: Frame): Promise<boolean> {
    const [name = '', ...args] = words;
    const body = this.functions.get(name);
    if (body !== undefined) return this.run(body, frame);
    const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(name);
    if (assignment !== null) return this.set(name);
    switch (name) {
      case '!':
        return !(await this.runSimple(args, frame));
      case 'set':
        return args.every((argument) => this.set(argument));
      case 'unset':
        for (const variable of args) this.variables.delete(variable);
        return true;
      case '[':
        return this.test(args.at(-1) === ']' ? args.slice(0, -1) : args);
      case 'test':
        return this.test(args);
      case 'search':
      case 'search.file':
      case 'search.fs_label':
      case 'search.fs_uuid':
        return this.search(name, args);
      case 'source':
      case '.':
        return this.source(args[0] ?? '', frame);
      case 'configfile':
      case 'normal':
        return this.configfile(args[0] ?? `${this.variables.get('prefix') ?? ''}/grub.cfg`);
      case 'linux':
      case 'linux16':
      case 'linuxefi':
        return this.linux(args, frame);
      case 'initrd':
      case 'initrd16':
      case 'initrdefi':
        this.initrds = await Promise.all(
          args.slice(0, MOST_INITRDS).map((path) => this.named(path)),
        );
        return true;
      case 'true':
      case 'insmod':
      case 'export':
      case 'echo':
        return true;
      case 'false':
      case 'load_env':
        return false;
      default:
        this.unknown = name;
        return false;
    }
  }

  private set(argument: string): boolean {
    const equals = argument.indexOf('=');
    const [name, value] = [argument.slice(0, equals), argument.slice(equals + 1)];
    // GRUB takes the parentheses off a device that becomes the root.
    const kept = name === 'root' ? value.replace(/^\((.*)\)$/s, '$1') : value;
    if (equals > 0) this.variables.set(name, kept);
    return true;
  }

  private test(args: readonly string[]): Promise<boolean> {
    return evaluateTest(args, async (path) => (await this.named(path)).file !== undefined);
  }

  private async search(name: string, args: readonly string[]): Promise<boolean> {
    const { kind, wanted, variable } = parseSearch(name, args);
    const device = await this.devices.search(kind, wanted);
    if (device !== undefined && variable !== undefined) this.variables.set(variable, device);
    return device !== undefined;
  }

  private async source(path: string, frame: Frame): Promise<boolean> {
    const { file } = await this.named(path);
    const text = file && (await this.load(file));
    return text === undefined ? false : this.run(parseGrub(text), frame);
  }

  private async configfile(path: string): Promise<boolean> {
    const { file } = await this.named(path);
    if (file === undefined) return false;
    // A config of its own: it has a menu and, unless it sets one, the default 0.
    this.variables.delete('default');
    return this.runConfig(file);
  }

  private async linux(args: readonly string[], frame: Frame): Promise<boolean> {
    const [path = '', ...rest] = args;
    this.kernel = await this.named(path);
    this.initrds = [];
    this.commandLine = rest.join(' ');
    this.configPath = frame.configPath;
    return this.kernel.file !== undefined;
  }

  private async named(path: string): Promise<NamedFile> {
    return { path, file: await this.devices.file(path, this.variables.get('root') ?? '') };
  }
}

/** Commands that have a say in what boots. */
const DECISIVE =
  /^(?:linux|initrd)(?:16|efi)?$|^(?:configfile|normal|source|\.|chainloader|boot|exit|search.*|unset)$/;
/** Variables that only look or wait. */
const COSMETIC =
  /^(?:gfx|lang|locale|timeout|color|menu_color|theme|pager|font|linux_gfx|background)/;

/** Whether what boots may depend on which branch of a condition is taken. */
function decidesBoot(command: Extract<GrubCommand, { kind: 'if' }>): boolean {
  const bodies = [command.otherwise, ...command.branches.map(({ then }) => then)];
  return bodies.some((body) => body.some(isDecisive));
}

function isDecisive(command: GrubCommand): boolean {
  switch (command.kind) {
    case 'entry':
    case 'function':
      return true;
    case 'for':
      return command.body.some(isDecisive);
    case 'if':
      return decidesBoot(command);
    case 'simple': {
      const [name = '', first = ''] = command.words.map((word) => bareText(word.slice(0, 1)) ?? '');
      const variable = name === 'set' ? first : name.includes('=') ? name : undefined;
      return variable === undefined ? DECISIVE.test(name) : !COSMETIC.test(variable);
    }
  }
}

/**
 * By number, else by id or title; a default that names nothing is the first entry. An entry without
 * an id has none that could be empty too.
 */
function choose(menu: readonly MenuEntry[], wanted: string): MenuEntry | undefined {
  if (/^\d+$/.test(wanted)) return menu[Number(wanted)] ?? menu[0];
  return menu.find(({ id, title }) => wanted !== '' && [id, title].includes(wanted)) ?? menu[0];
}

function menuEntry(
  words: readonly string[],
  command: Extract<GrubCommand, { kind: 'entry' }>,
): MenuEntry {
  const [title = ''] = words;
  const idAt = words.findIndex((word) => word === '--id');
  const id = words.find((word) => word.startsWith('--id='))?.slice('--id='.length);
  return {
    title,
    id: id ?? (idAt < 0 ? '' : (words[idAt + 1] ?? '')),
    submenu: command.submenu,
    body: command.body,
  };
}
