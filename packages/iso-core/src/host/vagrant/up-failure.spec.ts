import { describe, expect, it } from 'vitest';
import { IsoError } from '../../runtime/index.js';
import { upFailure } from './up-failure.js';

const failed = (lastLines: readonly string[]) =>
  new IsoError('COMMAND_FAILED', 'vagrant up', { hint: '', details: { lastLines } });

describe('upFailure', () => {
  // The first lines of messages in Vagrant's templates/locales/en.yml.
  it.each([
    'No usable default provider could be found for your system.',
    "The provider 'libvirt' could not be found, but was requested to",
    "The provider 'virtualbox' that was requested to back the machine",
  ])('asks for a provider after "%s"', (line) => {
    const error = upFailure(failed([line, 'more']), '/cache/vagrant/up.log');
    expect(error).toMatchObject({
      code: 'VAGRANT_PROVIDER_MISSING',
      message: `Vagrant has nothing to run a machine with: ${line} more`,
      hint: expect.stringContaining('Install VirtualBox'),
    });
  });

  it.each(['Timed out while waiting for the machine to boot. This means that', ' provider '])(
    'names the log after "%s"',
    (line) => {
      expect(upFailure(failed([line]), '/cache/vagrant/up.log')).toMatchObject({
        code: 'VAGRANT_UP_FAILED',
        message: `The machine did not come up: ${line}`,
        hint: expect.stringContaining('/cache/vagrant/up.log'),
        details: { lastLines: [line] },
      });
    },
  );
});
