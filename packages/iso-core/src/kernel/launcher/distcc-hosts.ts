// distcc's list of hosts, as `distcc --show-hosts` prints it: one a line, in the order of use, with limits
// and options (distcc(1), "HOST SPECIFICATIONS"). Pure.
import { cleanLine, IsoError } from '../../runtime/index.js';

const PLACES = 'DISTCC_HOSTS, ~/.distcc/hosts or /etc/distcc/hosts';

/**
 * The hosts of the list, this machine (`localhost`) among them. Throws `DISTCC_WITHOUT_HOSTS` when there
 * is no other, and `DISTCC_PUMP_MODE` when one is to preprocess as well.
 */
export function distccHosts(text: string): readonly string[] {
  const hosts = text.split('\n').filter((line) => line !== '');
  if (!hosts.some(isRemote)) {
    throw new IsoError('DISTCC_WITHOUT_HOSTS', 'distcc knows no host to give work to', {
      hint: `Name the machines that run distccd in ${PLACES}, or choose another "kernel.compiler.launcher".`,
      details: { found: hosts },
    });
  }
  const pumped = hosts.find((host) => /,cpp(?:,|$)/.test(host));
  if (pumped === undefined) return hosts;
  throw new IsoError(
    'DISTCC_PUMP_MODE',
    `distcc’s pump mode does not build kernels: expected a host without ",cpp", found ${cleanLine(pumped)}`,
    {
      hint: `Take ",cpp" out of the list of hosts (${PLACES}).`,
      details: { found: pumped },
    },
  );
}

/** Whether a host is another machine, or a daemon that is talked to as if it were one. */
export function isRemote(host: string): boolean {
  return !/^localhost(?:\/\d+)?$/.test(host);
}
