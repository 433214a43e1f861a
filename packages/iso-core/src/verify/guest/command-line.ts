// The kernel command line of a guest with probes: the ISO's own, and what makes the probes run.
import { IsoError, type Architecture } from '../../runtime/index.js';
import { consoleOf } from '../machine/index.js';

/** COMMAND_LINE_SIZE of both architectures, of which the kernel needs one byte for the end. */
const LONGEST_COMMAND_LINE = 2047;

/** Where the guest's first process lies. */
export const PROBES_INIT = '/nx-minikube-iso/init';

/**
 * The ISO's own command line with ours after it, where the kernel takes the last word of each kind: its
 * own messages stay off the console, a panic ends the machine, and our init comes first.
 * Errors: `COMMAND_LINE_TOO_LONG`, because the kernel would cut ours off in silence.
 */
export function probesCommandLine(architecture: Architecture, own: string): string {
  const ours = [
    `console=${consoleOf(architecture)}`,
    'loglevel=1',
    'panic=-1',
    `rdinit=${PROBES_INIT}`,
  ].join(' ');
  // What comes after `--` is the init's.
  const end = /(?:^|\s)--(?=\s|$)/.exec(own)?.index ?? own.length;
  const parts = [own.slice(0, end).trim(), ours, own.slice(end).trim()];
  const line = parts.filter((part) => part !== '').join(' ');
  const bytes = Buffer.byteLength(line);
  if (bytes <= LONGEST_COMMAND_LINE) return line;
  throw new IsoError(
    'COMMAND_LINE_TOO_LONG',
    `The kernel command line for the probes has ${bytes} bytes, a kernel reads ${LONGEST_COMMAND_LINE}`,
    {
      hint: 'Shorten the command line in the ISO’s boot loader config; the probes add about 70 bytes to it.',
      details: { bytes, limit: LONGEST_COMMAND_LINE, own },
    },
  );
}
