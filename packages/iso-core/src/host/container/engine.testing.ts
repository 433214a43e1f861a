// A stand-in for an engine: it knows which images and containers there are, and fails where it is told to.
import { IsoError, type Command, type Runner, type RunOptions } from '../../runtime/index.js';

export interface StandInOptions {
  readonly images?: readonly string[];
  readonly containers?: readonly string[];
  /** The command that fails, and what it prints then. */
  readonly failing?: { readonly command: string; readonly lines: readonly string[] };
  /** What a container does when it is started. */
  readonly start?: (options: RunOptions, command: Command) => Promise<void>;
}

export class StandInEngine {
  readonly images: Set<string>;
  readonly containers: Set<string>;
  /** The arguments of each call. */
  readonly calls: (readonly string[])[] = [];

  constructor(private readonly options: StandInOptions = {}) {
    this.images = new Set(options.images);
    this.containers = new Set(options.containers);
  }

  /** The arguments of the only call of a command. */
  only(command: string): readonly string[] {
    const [call, ...more] = this.calls.filter(([name]) => name === command);
    if (call === undefined || more.length > 0) throw new Error(`${command}: not called once`);
    return call;
  }

  readonly run: Runner = async (command, options = {}) => {
    const { args } = command;
    this.calls.push(args);
    if (options.signal?.aborted) throw options.signal.reason;
    const { failing } = this.options;
    if (failing !== undefined && failing.command === args[0]) {
      for (const line of failing.lines) options.onLine?.(line);
      throw failed(failing.command);
    }
    return { exitCode: 0, stdout: await this.#answer(command, options), stderr: '' };
  };

  async #answer(command: Command, options: RunOptions): Promise<string> {
    const { args } = command;
    const last = args.at(-1) ?? '';
    switch (args[0]) {
      case 'image':
        if (args[1] === 'rm') this.images.delete(last);
        return args.includes('--quiet') && !this.images.has(last)
          ? ''
          : [...this.images].join('\n');
      case 'tag':
      case 'pull':
        this.images.add(last);
        break;
      case 'build':
        this.images.add(args[args.indexOf('--tag') + 1] ?? '');
        break;
      case 'create':
        this.containers.add(args[args.indexOf('--name') + 1] ?? '');
        break;
      case 'start':
        await this.options.start?.(options, command);
        break;
      case 'rm':
        this.containers.delete(last);
        break;
      case 'ps':
        return [...this.containers].join('\n');
      case undefined:
      default:
    }
    return '';
  }
}

function failed(command: string): IsoError {
  return new IsoError('COMMAND_FAILED', `Command ended with exit code 1: ${command}`, { hint: '' });
}
