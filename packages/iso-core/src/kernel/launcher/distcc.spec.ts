import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { IsoError, type Command, type Runner } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { distccLauncher } from './distcc.js';

/** What of an object tells who made it; a machine's number comes first in an ELF file. */
const made = (machine: string, compiler: string, assembler: string) =>
  `GCC${' '.repeat(15)}${machine}\0GCC: ${compiler}\0GNU AS ${assembler}\0`;

const GCC_12 = made('>', '(Debian 12.2.0-14+deb12u1) 12.2.0', '2.40');
const GCC_13 = made('>', '(Debian 13.3.0-1) 13.3.0', '2.42');
/** On an arm64 machine. */
const GCC_12_FOR_ARM64 = GCC_12.replace('>', '\u00b7');

/** distcc with hosts, each of which compiles with a compiler, or fails with a line. */
function farm(hosts: Readonly<Record<string, string>>) {
  const commands: Command[] = [];
  const notes: string[] = [];
  const answer = async ({ file, args, env = {} }: Command): Promise<string> => {
    if (args[0] === '--version') return 'distcc 3.4 x86_64-pc-linux-gnu\n';
    if (args[0] === '--show-hosts') return `${Object.keys(hosts).join('\n')}\n`;
    if (args[0] === '-j') return `${4 * String(env['DISTCC_HOSTS']).split(' ').length}\n`;
    const object = file === 'distcc' ? (hosts[String(env['DISTCC_HOSTS'])] ?? '') : GCC_12;
    if (!object.startsWith('GCC')) {
      const details = { lastLines: [`distcc[17] ERROR: ${object}`, 'distcc[17] more'] };
      throw new IsoError('COMMAND_FAILED', 'failed', { hint: '', details });
    }
    await writeFile(args.at(-1) ?? '', object, 'latin1');
    return '';
  };
  const run: Runner = async (command) => {
    commands.push(command);
    return { exitCode: 0, stdout: await answer(command), stderr: '' };
  };
  const folder = temporaryFolder();
  return {
    commands,
    notes,
    launcher: () =>
      distccLauncher({ run, compiler: 'gcc', folder, onNote: (line) => notes.push(line) }),
  };
}

describe('distccLauncher', () => {
  it('keeps every place of the hosts busy, and does here what they cannot', async () => {
    const { launcher, notes } = farm({ 'red/8': GCC_12, localhost: '', green: GCC_12 });
    expect(await launcher()).toEqual({
      program: 'distcc',
      version: '3.4',
      env: {
        DISTCC_HOSTS: 'red/8 localhost green',
        DISTCC_FALLBACK: '1',
        DISTCC_NO_REWRITE_CROSS: '1',
        DISTCC_SKIP_LOCAL_RETRY: undefined,
      },
      jobs: 12,
    });
    expect(notes).toEqual([]);
  });

  it('asks each host by itself, with nobody to step in', async () => {
    const { launcher, commands } = farm({ red: GCC_12, green: GCC_12 });
    await launcher();
    const probes = commands.filter(({ file, args }) => file === 'distcc' && args[0] === 'gcc');
    expect(probes.map(({ env }) => env?.['DISTCC_HOSTS'])).toEqual(['red', 'green']);
    for (const { env } of probes) expect(env).toMatchObject({ DISTCC_FALLBACK: '0' });
  });

  it('refuses a host with another compiler, whose kernel would be another', async () => {
    const { launcher } = farm({ red: GCC_12, green: GCC_13 });
    await expect(launcher()).rejects.toMatchObject({
      code: 'DISTCC_COMPILER_DIFFERS',
      message:
        'green compiles with another compiler: expected GCC: (Debian 12.2.0-14+deb12u1) 12.2.0, GNU AS 2.40, ELF machine 62, found GCC: (Debian 13.3.0-1) 13.3.0, GNU AS 2.42, ELF machine 62',
    });
  });

  it('refuses a host with another assembler', async () => {
    const { launcher } = farm({ red: GCC_12.replace('2.40', '2.41') });
    await expect(launcher()).rejects.toMatchObject({ code: 'DISTCC_COMPILER_DIFFERS' });
  });

  it('refuses a machine of another kind, whose gcc has the same name and version', async () => {
    const { launcher } = farm({ red: GCC_12_FOR_ARM64 });
    await expect(launcher()).rejects.toMatchObject({
      code: 'DISTCC_COMPILER_DIFFERS',
      details: { found: expect.stringContaining('ELF machine 183') },
    });
  });

  it('leaves out a host that does not answer, for the whole build, and says so', async () => {
    const { launcher, notes } = farm({ red: 'connect failed: Connection refused', green: GCC_12 });
    expect((await launcher()).env['DISTCC_HOSTS']).toBe('green');
    expect(notes).toEqual(['distcc leaves out red: connect failed: Connection refused']);
  });

  it('does not build here in silence when no host answers', async () => {
    const { launcher } = farm({ red: 'no answer', localhost: '', green: 'no compiler' });
    await expect(launcher()).rejects.toMatchObject({
      code: 'DISTCC_WITHOUT_WORKERS',
      message: 'None of distcc’s hosts compiles. red: no answer',
      details: { problems: ['red: no answer', 'green: no compiler'] },
    });
  });
});
