// A small ISO to run probes on, and a stand-in for the guest that speaks the probes' protocol.
import { archive, directory, file } from '../../image/initrd/initrd.testing.js';
import { amd64Iso } from '../../image/boot/boot.testing.js';
import { bytesSource, locateBoot, openIso, readEffectiveInitrd } from '../../image/index.js';
import { openInitrd } from '../../inspect/index.js';
import { parseKernelConfig } from '../../kernel/index.js';
import type { IsoSubject } from './guest-files.js';

export interface SubjectWish {
  readonly commandLine?: string;
  /** Default: a root with a folder `bin`. */
  readonly initrd?: Uint8Array;
  /** Default: a kernel that unpacks gzip. */
  readonly config?: string;
}

/** An ISO with an unpacked initrd, made in `folder`, as an inspection would find it. */
export async function someSubject(folder: string, wish: SubjectWish = {}): Promise<IsoSubject> {
  const { commandLine = 'console=ttyS0 loglevel=3', config = 'CONFIG_RD_GZIP=y\n' } = wish;
  const source = bytesSource(
    amd64Iso(folder, {
      'isolinux/isolinux.cfg': `default 1\nlabel 1\nkernel /boot/bzImage\ninitrd /boot/initrd\nappend ${commandLine}\n`,
      'boot/initrd': wish.initrd ?? archive(directory('bin'), file('bin/sh', 'a shell')),
    }),
    'test.iso',
  );
  const iso = await openIso(source);
  const boot = await locateBoot(iso);
  const root = await readEffectiveInitrd<never>(await openInitrd(iso, boot.initrdPaths));
  return {
    source,
    inspection: {
      architecture: 'amd64',
      boot,
      kernel: { config: parseKernelConfig(config) },
      content: { root },
    },
  };
}

/** The beginning of a script in QEMU's place: `say` speaks with the token that the initrd brought. */
export const GUEST = `
while [ "$1" != -initrd ]; do shift; done
token=$(tr '\\0' '\\n' <"$2" | grep -aE '^[0-9a-f]{32}$')
say() { printf '@nmi:%s %s\\n' "$token" "$*"; }
echo SeaBIOS
`;
