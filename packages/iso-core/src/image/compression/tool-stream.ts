// Decompression by the field's own tools, for the formats that node cannot read. The tool runs as a
// filter: nothing touches the disk, and it is ended as soon as its output is no longer wanted.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { pipeline, Readable, type Writable } from 'node:stream';
import { isIsoError, IsoError } from '../../runtime/index.js';
import { damaged } from './problems.js';

/** The formats that a tool decompresses. */
export type ToolFormat = 'zstd' | 'xz' | 'lzma' | 'bzip2' | 'lzo';

interface Tool {
  readonly file: string;
  readonly args: readonly string[];
  /** Debian's package, for the hint. */
  readonly package: string;
}

// Memory is limited too: a dictionary's size is what the file says it is. The kernel's own makefiles
// ask for 128 MiB at most.
const TOOLS: Readonly<Record<ToolFormat, Tool>> = {
  zstd: { file: 'zstd', args: ['-d', '-c', '-q', '--memory=256MB'], package: 'zstd' },
  xz: {
    file: 'xz',
    args: ['-d', '-c', '-q', '--format=xz', '--memlimit=512MiB'],
    package: 'xz-utils',
  },
  lzma: {
    file: 'xz',
    args: ['-d', '-c', '-q', '--format=lzma', '--memlimit=512MiB'],
    package: 'xz-utils',
  },
  bzip2: { file: 'bzip2', args: ['-d', '-c', '-q'], package: 'bzip2' },
  lzo: { file: 'lzop', args: ['-d', '-c', '-q'], package: 'lzop' },
};

const STDERR_LIMIT = 4096;

/**
 * Decompresses `pieces` with the tool for `format`.
 * Errors: `TOOLS_MISSING` naming it, `COMPRESSED_DATA_DAMAGED`, and those of `pieces`.
 */
export async function* decompressWithTool(
  pieces: AsyncIterable<Uint8Array>,
  format: ToolFormat,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const tool = TOOLS[format];
  const child = await start(tool, format, name);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const complaint = collect(child.stderr);
  const inputError = feed(pieces, child.stdin);
  try {
    for await (const chunk of child.stdout) yield chunk as Uint8Array;
    const [exitCode] = await ended;
    const failure = await inputError;
    if (isIsoError(failure)) throw failure;
    if (exitCode === 0) return;
    const said = (await complaint).trim().split('\n').at(-1) ?? '';
    throw damaged(name, `does not decompress as ${format} (${tool.file}: ${said || exitCode})`);
  } finally {
    child.stdin.destroy();
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  }
}

type Filter = ChildProcessByStdio<Writable, Readable, Readable>;

async function start(tool: Tool, format: ToolFormat, name: string): Promise<Filter> {
  const child = spawn(tool.file, tool.args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', XZ_OPT: '', XZ_DEFAULTS: '', LZOP: '', BZIP2: '' },
  });
  try {
    await once(child, 'spawn');
    return child;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
    throw new IsoError('TOOLS_MISSING', `${name} is ${format}, and ${tool.file} is not here`, {
      hint: `Install it: sudo apt-get install --yes ${tool.package}`,
      cause,
      details: { tools: [tool.file], packages: [tool.package] },
    });
  }
}

/** Resolves with what went wrong while the tool was fed; that it stopped reading is no error. */
function feed(pieces: AsyncIterable<Uint8Array>, input: Writable): Promise<unknown> {
  return new Promise((resolve) => {
    pipeline(Readable.from(pieces, { objectMode: true }), input, (error) => resolve(error));
  });
}

async function collect(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    if (text.length < STDERR_LIMIT) text += String(chunk).slice(0, STDERR_LIMIT);
  }
  return text;
}
