// What isolinux boots: finds its config as isolinux does and resolves the default entry's files.
import { posix } from 'node:path';
import { configText, type BootFile, type BootFileSystem } from './boot-files.js';
import { bootFileMissing, configUnclear } from './boot-errors.js';
import type { FoundLoader } from './found-loader.js';
import { defaultEntry, parseSyslinux } from './syslinux/index.js';

/** In isolinux's own order (core/fs/iso9660/iso9660.c). */
export const ISOLINUX_CONFIGS = [
  '/boot/isolinux',
  '/isolinux',
  '/boot/syslinux',
  '/syslinux',
  '/',
].flatMap((folder) => ['isolinux.cfg', 'syslinux.cfg'].map((file) => posix.join(folder, file)));

const MOST_CONFIGS = 64;

/**
 * The loader, or undefined when there is no config.
 * Errors: `BOOT_CONFIG_UNCLEAR`, `BOOT_FILE_MISSING`.
 */
export async function findIsolinux(
  iso: BootFileSystem,
  name: string,
): Promise<FoundLoader | undefined> {
  for (const path of ISOLINUX_CONFIGS) {
    const config = await iso.file(path);
    // Relative paths start from the folder that was searched, not from where a link leads.
    if (config !== undefined) return new Isolinux(iso, name).load(config, posix.dirname(path));
  }
  return undefined;
}

class Isolinux {
  private configs = 0;

  constructor(
    private readonly iso: BootFileSystem,
    private readonly name: string,
  ) {}

  async load(config: BootFile, folder: string): Promise<FoundLoader> {
    const text = await this.text(config);
    if (text === undefined) throw this.unclear(config, 'is too large, or includes itself');
    const include = async (path: string) => {
      const file = await this.iso.file(posix.resolve(folder, path));
      return file && this.text(file);
    };
    const entry = defaultEntry(await parseSyslinux(text, include));
    switch (entry.kind) {
      case 'unclear':
        throw this.unclear(config, entry.reason);
      case 'config': {
        const next = await this.iso.file(posix.resolve(folder, entry.path));
        if (next === undefined)
          throw this.unclear(config, `goes on in ${entry.path}, a missing file`);
        return this.load(next, posix.resolve(folder, entry.folder ?? ''));
      }
      case 'linux':
        return {
          kind: 'isolinux',
          firmware: 'bios',
          where: 'iso',
          configPath: config.path,
          entry: entry.label,
          kernel: await this.file(config, 'kernel', folder, entry.kernel),
          initrds: await Promise.all(
            entry.initrds.map((path) => this.file(config, 'initrd', folder, path)),
          ),
          commandLine: entry.commandLine,
        };
    }
  }

  private async text(file: BootFile): Promise<string | undefined> {
    this.configs += 1;
    if (this.configs > MOST_CONFIGS) throw this.unclear(file, 'is included without end');
    return configText(file);
  }

  private async file(
    config: BootFile,
    role: 'kernel' | 'initrd',
    folder: string,
    path: string,
  ): Promise<BootFile> {
    const file = await this.iso.file(posix.resolve(folder, path));
    if (file === undefined) throw bootFileMissing(this.name, config.path, role, path);
    return file;
  }

  private unclear(config: BootFile, what: string) {
    return configUnclear(this.name, config.path, what);
  }
}
