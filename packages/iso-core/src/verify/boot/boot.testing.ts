// What an inspection says about how an ISO boots, for tests that need no ISO.
import type { BootLayout, BootLoader } from '../../image/index.js';
import type { Inspection } from '../../inspect/index.js';

interface LayoutWish {
  readonly architecture?: BootLayout['architecture'];
  readonly loaders?: readonly Partial<BootLoader>[];
}

export function someLayout({ architecture = 'amd64', loaders = [{}] }: LayoutWish): BootLayout {
  const place = { where: 'iso', path: '/boot/bzImage' } as const;
  const whole = loaders.map((loader): BootLoader => ({
    kind: 'isolinux',
    firmware: architecture === 'amd64' ? 'bios' : 'efi',
    where: 'iso',
    configPath: '/boot/isolinux.cfg',
    entry: '1',
    kernel: place,
    initrds: [],
    commandLine: 'console=ttyS0 console=ttyAMA0 loglevel=3',
    ...loader,
  }));
  return {
    architecture,
    firmware: [...new Set(whole.map(({ firmware }) => firmware))],
    loaders: whole,
    kernel: { path: place.path, size: 1, alsoIn: [] },
    initrdPaths: [],
    commandLine: whole[0]?.commandLine ?? '',
  };
}

export function someBoot(wish: LayoutWish = {}): Pick<Inspection, 'architecture' | 'boot'> {
  return { architecture: wish.architecture ?? 'amd64', boot: someLayout(wish) };
}
