// Devices as a GRUB config names them, against the file systems that are there. Firmware numbers its
// devices as it likes, so a path that is not where the config points is looked for elsewhere too.
import type { BootFile, BootFileSystem, Where } from '../boot-files.js';

/** GRUB's name for each file system; with `search`, configs only pass these names on. */
const NAMES: Readonly<Record<Where, string>> = { iso: 'cd0', 'efi-fat': 'esp' };

/** What `search` looks for. */
export type SearchKind = 'label' | 'uuid' | 'file';

export class Devices {
  /** The ISO comes first: it is what searches by label and UUID are about. */
  constructor(private readonly fileSystems: readonly BootFileSystem[]) {}

  nameOf(fileSystem: BootFileSystem): string {
    const index = this.fileSystems.filter(({ where }) => where === fileSystem.where);
    return `${NAMES[fileSystem.where]}${index.indexOf(fileSystem) || ''}`;
  }

  /** The file at `(device)/path` or, without a device, at `/path` on `root`. */
  async file(path: string, root: string): Promise<BootFile | undefined> {
    const [, device, rest = ''] = /^(?:\(([^)]*)\))?(.*)$/s.exec(path) ?? [];
    if (!rest.startsWith('/')) return undefined;
    for (const fileSystem of this.inOrder(device ?? root)) {
      const file = await fileSystem.file(rest);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** The name of the first device that has what is searched for. */
  async search(kind: SearchKind, wanted: string): Promise<string | undefined> {
    for (const fileSystem of this.fileSystems) {
      if (await matches(fileSystem, kind, wanted)) return this.nameOf(fileSystem);
    }
    return undefined;
  }

  private inOrder(device: string): BootFileSystem[] {
    const isNamed = (fileSystem: BootFileSystem) =>
      this.nameOf(fileSystem) === device || (device.startsWith('cd') && fileSystem.where === 'iso');
    const named = this.fileSystems.filter(isNamed);
    return [...named, ...this.fileSystems.filter((fileSystem) => !isNamed(fileSystem))];
  }
}

async function matches(
  fileSystem: BootFileSystem,
  kind: SearchKind,
  wanted: string,
): Promise<boolean> {
  switch (kind) {
    case 'label':
      return fileSystem.label === wanted;
    case 'uuid':
      return fileSystem.uuid.toLowerCase() === wanted.toLowerCase();
    case 'file':
      return (await fileSystem.file(wanted)) !== undefined;
  }
}
