import { describe, expect, it } from 'vitest';
import { localRunner, type Command, type Runner } from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { iceccLauncher } from './icecc.js';

describe('iceccLauncher', () => {
  it('sends this machine’s compiler and what was preprocessed here', async () => {
    const commands: Command[] = [];
    const run: Runner = (command) => {
      commands.push(command);
      const stdout = command.args[0] === '--version' ? 'ICECC 1.4.0\n' : '';
      return Promise.resolve({
        exitCode: 0,
        stdout,
        stderr: 'ICECC[9]: connected to /run/socket\n',
      });
    };
    const launcher = await iceccLauncher({ run, compiler: 'gcc', folder: temporaryFolder() });
    expect(launcher).toEqual({
      program: 'icecc',
      version: '1.4.0',
      env: { ICECC_VERSION: undefined, ICECC_REMOTE_CPP: '0', ICECC_REPEAT_RATE: '0' },
    });
    expect(commands.at(-1)?.args.slice(0, 2)).toEqual(['gcc', '-c']);
  });

  it('is an error without a daemon, when icecc itself would compile here in silence', async () => {
    const folder = temporaryFolder();
    // Where no daemon can be reached, even if this machine has one.
    const alone = ['--net', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /run && exec "$@"', 'sh'];
    const run: Runner = ({ file, args, env = {} }, options) =>
      localRunner(
        { file: 'unshare', args: [...alone, file, ...args], env: { ...env, HOME: folder } },
        options,
      );
    await expect(iceccLauncher({ run, compiler: 'gcc', folder })).rejects.toMatchObject({
      code: 'ICECC_WITHOUT_DAEMON',
    });
  });
});
