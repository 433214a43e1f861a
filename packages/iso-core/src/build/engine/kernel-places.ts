// Where a new kernel goes: the file that the boot loaders name, and every further copy of it, so that no
// firmware boots the old one. Pure.
import type { Replacement } from '../../image/index.js';
import type { Inspection } from '../../inspect/index.js';
import { IsoError } from '../../runtime/index.js';

/** A file of the ISO, or one inside of an EFI boot image, that the kernel replaces. */
export type KernelPlace = Omit<Replacement, 'file'>;

/** Every place of the base's kernel. Error: `KERNEL_COPY_UNREACHABLE`. */
export function kernelPlaces({ name, boot }: Pick<Inspection, 'name' | 'boot'>): KernelPlace[] {
  const { path, alsoIn } = boot.kernel;
  return [
    { isoPath: path },
    ...alsoIn.map((copy): KernelPlace => {
      if (copy.where === 'iso') return { isoPath: copy.path };
      if (copy.image === undefined) throw unreachable(name, copy.path);
      return { isoPath: copy.image, inside: copy.path };
    }),
  ];
}

function unreachable(name: string, path: string): IsoError {
  return new IsoError(
    'KERNEL_COPY_UNREACHABLE',
    `${name}: a copy of its kernel, ${path}, lies in an EFI partition that is no file of the ISO`,
    {
      hint: 'Use a base whose EFI boot image is a file of the ISO, as in minikube’s own, or has no kernel in it.',
      details: { path },
    },
  );
}
