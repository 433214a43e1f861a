// Why a machine does not come up, in words that say what to do.
import { IsoError } from '../../runtime/index.js';

/** How Vagrant begins to say that nothing runs its machines (templates/locales/en.yml). */
const PROVIDER_MISSING = [
  /^No usable default provider could be found/,
  /^The provider '.*' could not be found, but was requested/,
  /^The provider '.*' that was requested to back the machine/,
];

/**
 * `VAGRANT_PROVIDER_MISSING` or `VAGRANT_UP_FAILED`.
 *
 * @param failed the `COMMAND_FAILED` of `vagrant up`, whose last lines are what Vagrant says in the end
 * @param log the path of all that it said
 */
export function upFailure(failed: IsoError, log: string): IsoError {
  const lines = failed.details['lastLines'];
  const lastLines = Array.isArray(lines) ? lines.map(String) : [];
  const options = { cause: failed, details: { lastLines, log } };
  if (lastLines.some((line) => PROVIDER_MISSING.some((begin) => begin.test(line)))) {
    return new IsoError(
      'VAGRANT_PROVIDER_MISSING',
      `Vagrant has nothing to run a machine with: ${lastLines.join(' ').slice(0, 200)}`,
      {
        ...options,
        hint: 'Install VirtualBox, or the plugin vagrant-libvirt with "vagrant": { "provider": "libvirt" }.',
      },
    );
  }
  return new IsoError(
    'VAGRANT_UP_FAILED',
    `The machine did not come up: ${lastLines[0] ?? 'Vagrant did not say why'}`,
    { ...options, hint: `All that Vagrant said is in ${log}.` },
  );
}
