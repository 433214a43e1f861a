// Whether this computer has Vagrant.
import { IsoError, isIsoError, type Runner } from '../../runtime/index.js';

/** Resolves when Vagrant is there and answers; rejects with `VAGRANT_NOT_FOUND`. */
export async function findVagrant(run: Runner): Promise<void> {
  try {
    await run({ file: 'vagrant', args: ['--version'] });
  } catch (error) {
    if (!isIsoError(error, 'COMMAND_NOT_FOUND', 'COMMAND_FAILED')) throw error;
    const isThere = error.code === 'COMMAND_FAILED';
    throw new IsoError(
      'VAGRANT_NOT_FOUND',
      `Vagrant ${isThere ? 'does not start' : 'was not found'} on this machine`,
      {
        hint: isThere
          ? 'Run `vagrant --version` to see why, or use "host": "container".'
          : 'Install Vagrant and VirtualBox, or use "host": "container".',
        cause: error,
      },
    );
  }
}
