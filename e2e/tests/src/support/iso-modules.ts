// The modules folder of an ISO, read from the ISO's bytes: what is in it, and what depmod's tables say.
import { inspectIso, openFile, openInitrd, openIso, readEffectiveInitrd } from 'iso-core';

export interface IsoModules {
  /** From the root, without a leading slash. */
  readonly folder: string;
  /** The digest of each module, by its path below the folder. */
  readonly files: ReadonlyMap<string, string>;
  /** What modules.dep lists. */
  readonly listed: ReadonlySet<string>;
  /** Each table (`modules.*`) that is there, by its name. */
  readonly tables: ReadonlyMap<string, string>;
}

export async function readModules(path: string): Promise<IsoModules> {
  const source = await openFile(path);
  try {
    const { boot, content } = await inspectIso(source, { depth: 'content' });
    if (content === undefined) throw new Error(`${path} was not read at depth content`);
    const { folder, found, listed } = content.modules;
    const prefix = `${folder}/modules.`;
    const root = await readEffectiveInitrd<string>(
      await openInitrd(await openIso(source), boot.initrdPaths),
      {
        onFile: (file) => (file.startsWith(prefix) ? 'content' : 'skip'),
        take: async ({ content: bytes }) => Buffer.from(bytes).toString('latin1'),
      },
    );
    const tables = [...root.entries.values()].flatMap(({ path: file, value }) =>
      value === undefined ? [] : [[file.slice(folder.length + 1), value] as const],
    );
    return {
      folder,
      files: new Map(found.map(({ path: file, sha256 }) => [file, sha256])),
      listed,
      tables: new Map(tables),
    };
  } finally {
    await source.close();
  }
}
