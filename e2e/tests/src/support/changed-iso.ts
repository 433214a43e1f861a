// A lab ISO with something of it made another way, to see how it boots then.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appendOverlay,
  inspectIso,
  localRunner,
  openFile,
  openInitrd,
  openIso,
  type Architecture,
} from 'iso-core';
import { labIso } from './workspace.js';

export interface IsoChange {
  /** The text of another /init. */
  readonly init?: string;
  /** No root at all. */
  readonly withoutRoot?: boolean;
  /** Files of the ISO by their paths. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Writes the changed ISO into `folder`; resolves to its path. */
export async function changedIso(
  folder: string,
  architecture: Architecture,
  { init, withoutRoot, files = {} }: IsoChange,
): Promise<string> {
  const base = labIso(architecture);
  const iso = join(folder, 'changed.iso');
  const maps: [file: string, path: string][] = [];
  const initrd = join(folder, 'initrd');
  if (init !== undefined) await writeInitrd(base, init, initrd);
  // An archive that ends before it begins; the kernel has to look for its root elsewhere.
  if (withoutRoot === true) await writeFile(initrd, Buffer.alloc(512));
  if (init !== undefined || withoutRoot === true) maps.push([initrd, '/boot/initrd']);
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path.replaceAll('/', '_'));
    await writeFile(file, text);
    maps.push([file, path]);
  }
  await localRunner({
    file: 'xorriso',
    args: [
      ...['-indev', base, '-outdev', iso, '-boot_image', 'any', 'replay', '-overwrite', 'on'],
      ...maps.flatMap(([file, path]) => ['-map', file, path]),
      '-commit',
      '-end',
    ],
  });
  return iso;
}

async function writeInitrd(base: string, init: string, output: string): Promise<void> {
  const source = await openFile(base);
  try {
    const { boot, content, kernel } = await inspectIso(source, { depth: 'content' });
    if (content === undefined) throw new Error(`${base} was not read at depth content`);
    await appendOverlay({
      source: await openInitrd(await openIso(source), boot.initrdPaths),
      initrd: content.root,
      files: [{ type: 'file', path: 'init', permissions: 0o755, content: Buffer.from(init) }],
      configValueOf: (option) => kernel.config.get(option),
      run: localRunner,
      output,
    });
  } finally {
    await source.close();
  }
}
