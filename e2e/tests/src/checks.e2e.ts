// What reading tells of whole ISOs: the lab's bases and what is built from them pass, and an ISO that was changed
// afterwards fails the very check that is about the change.
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appendOverlay,
  diffLocations,
  inspectIso,
  localRunner,
  openFile,
  openInitrd,
  openIso,
  readEffectiveInitrd,
  readManifest,
  remaster,
  resolveRequirements,
  parseSpec,
  requirementName,
  rewriteInitrd,
  runChecks,
  sha256OfSource,
  type BuildResult,
  type ChecksRequest,
  type ChecksResult,
  type Manifest,
} from 'iso-core';
import { VARIANTS } from 'lab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSpec, labIso, labSpec, scratchFolder } from './support/workspace.js';

const CHAOS = ['chaos-controller/network', 'chaos-controller/disk-pressure'];
const SPEC = labSpec('amd64', CHAOS);
const REQUIREMENTS = resolveRequirements(parseSpec(JSON.stringify(SPEC), { path: 'spec.json' }));

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let built: BuildResult;
let manifest: Manifest | undefined;

beforeAll(async () => {
  scratch = await scratchFolder();
  built = await buildSpec(scratch.folder, SPEC);
  manifest = await readManifest(built.files.manifest);
});

afterAll(() => scratch.dispose());

async function checkIso(path: string, more: Partial<ChecksRequest> = {}): Promise<ChecksResult> {
  const source = await openFile(path);
  try {
    return await runChecks({ source, depth: 'content', requirements: REQUIREMENTS, ...more });
  } finally {
    await source.close();
  }
}

/** With all that there is to compare with, as the project's own build is checked. */
async function checkAsBuilt(path: string): Promise<ChecksResult> {
  const source = await openFile(labIso('amd64'));
  try {
    const inspection = await inspectIso(source, { depth: 'content' });
    const base = { source, inspection, sha256: await sha256OfSource(source) };
    return await checkIso(path, { architecture: 'amd64', manifest, base });
  } finally {
    await source.close();
  }
}

function named({ checks }: ChecksResult, ...statuses: string[]): string[] {
  return checks.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
}

function failing({ verdicts }: ChecksResult): string[] {
  return verdicts
    .filter(({ status }) => status === 'fails')
    .map(({ requirement }) => requirementName(requirement))
    .sort();
}

describe('an ISO as it was built', () => {
  it('passes every check, and every requirement holds', async () => {
    const result = await checkAsBuilt(built.files.iso);
    expect(result.checks.filter(({ status }) => status !== 'passed')).toEqual([]);
    const statuses = new Set(result.verdicts.map(({ status }) => status));
    expect(statuses).toEqual(new Set(['holds']));
  });

  it('has no failing check where nobody knows anything of it', async () => {
    const result = await checkIso(built.files.iso);
    expect(named(result, 'failed', 'not checked')).toEqual([]);
    expect(failing(result)).toEqual([]);
  });

  it('differs from its base in what was asked for', async () => {
    const diff = await diffLocations(labIso('amd64'), built.files.iso, { folder: '/' });
    const options = diff.options.added.map(({ option }) => option);
    expect(options).toEqual(
      expect.arrayContaining(['BLK_DEV_THROTTLING', 'NET_CLS_FLOWER', 'NET_SCH_PRIO']),
    );
    expect(diff.options.removed).toEqual([]);
    expect(diff.isoFiles?.changed.map(({ path }) => path)).toEqual([
      '/boot/bzImage',
      '/boot/initrd',
    ]);
  });
});

describe.each(VARIANTS)('the base $name', ({ name, kernel }) => {
  it('is whole, and lacks three options', async () => {
    const result = await checkIso(labIso(name), { architecture: kernel.architecture });
    expect(named(result, 'failed')).toEqual([]);
    expect(failing(result)).toEqual(['BLK_DEV_THROTTLING', 'NET_CLS_FLOWER', 'NET_SCH_PRIO']);
  });
});

describe('an ISO that was changed after it was built', () => {
  const MODULE = /\/sch_prio\.ko$/;

  /** A copy of the built ISO with another initrd. */
  async function withInitrd(
    name: string,
    change: { drop?: RegExp; files?: Readonly<Record<string, Uint8Array>> },
  ): Promise<string> {
    const source = await openFile(built.files.iso);
    try {
      const iso = await openIso(source);
      const { boot, kernel } = await inspectIso(source, { depth: 'kernel' });
      const [isoPath = ''] = boot.initrdPaths;
      const old = await openInitrd(iso, boot.initrdPaths);
      const initrd = await readEffectiveInitrd(old);
      const file = join(scratch.folder, `${name}.initrd`);
      const common = {
        source: old,
        initrd,
        configValueOf: (option: string) => kernel.config.get(option),
        run: localRunner,
        output: file,
      };
      const files = Object.entries(change.files ?? {}).map(
        ([path, content]) => ({ type: 'file', path, content }) as const,
      );
      const { drop } = change;
      if (drop === undefined) await appendOverlay({ ...common, files });
      else await rewriteInitrd({ ...common, append: files, drop: (path) => drop.test(path) });
      const output = join(scratch.folder, `${name}.iso`);
      const replacements = [{ isoPath, file }];
      await remaster({ run: localRunner, base: built.files.iso, iso, output, replacements });
      return output;
    } finally {
      await source.close();
    }
  }

  it('in a byte of its kernel fails its digest and its kernel', async () => {
    const path = join(scratch.folder, 'flipped.iso');
    await writeFile(path, await readFile(built.files.iso));
    const source = await openFile(path);
    const entry = await (await openIso(source)).find('/boot/bzImage');
    await source.close();
    const file = await open(path, 'r+');
    const at = (entry?.extents[0]?.block ?? 0) * 2048 + Math.floor((entry?.size ?? 0) / 2);
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    await file.write(Buffer.from([(byte[0] ?? 0) ^ 0x40]), 0, 1, at);
    await file.close();
    const result = await checkAsBuilt(path);
    expect(named(result, 'failed')).toEqual(['digest', 'kernel']);
  });

  it('by a module that is gone fails the tables, the content and the requirement', async () => {
    const result = await checkAsBuilt(await withInitrd('gone', { drop: MODULE }));
    expect(named(result, 'failed')).toEqual(['digest', 'modules-listed', 'content']);
    expect(failing(result)).toEqual(['NET_SCH_PRIO']);
  });

  it('by tables that are those of the base fails the tables and the requirements', async () => {
    const { dep, folder } = await tablesOfBase();
    const path = await withInitrd('stale', { files: { [`${folder}/modules.dep`]: dep } });
    const result = await checkAsBuilt(path);
    expect(named(result, 'failed')).toEqual(['digest', 'modules-listed', 'content']);
    expect(failing(result)).toEqual(['NET_CLS_FLOWER', 'NET_SCH_PRIO']);
  });

  it('by a module of nobody’s fails the content, and the modules that nothing accounts for', async () => {
    const { folder, module } = await tablesOfBase();
    const files = { [`${folder}/extra/stranger.ko`]: module };
    const result = await checkAsBuilt(await withInitrd('stranger', { files }));
    expect(named(result, 'failed')).toEqual([
      'digest',
      'modules-listed',
      'modules-foreign',
      'content',
    ]);
  });

  it('by its end that is cut off fails to be read', async () => {
    const path = join(scratch.folder, 'cut.iso');
    const whole = await readFile(built.files.iso);
    await writeFile(path, whole.subarray(0, Math.floor(whole.length * 0.7)));
    const result = await checkAsBuilt(path);
    expect(named(result, 'failed')).toEqual(expect.arrayContaining(['readable', 'digest']));
    expect(named(result, 'passed')).toEqual([]);
  });

  async function tablesOfBase(): Promise<{ dep: Uint8Array; module: Uint8Array; folder: string }> {
    const source = await openFile(labIso('amd64'));
    try {
      const { boot, content } = await inspectIso(source, { depth: 'content' });
      const folder = content?.modules.folder ?? '';
      const [path = ''] = content?.modules.found.map((module) => module.path) ?? [];
      const wanted = [`${folder}/modules.dep`, `${folder}/${path}`];
      const initrd = await openInitrd(await openIso(source), boot.initrdPaths);
      const root = await readEffectiveInitrd(initrd, {
        onFile: (file) => (wanted.includes(file) ? 'content' : 'skip'),
      });
      const [dep, module] = wanted.map((file) => root.get(file)?.content);
      if (dep === undefined || module === undefined) throw new Error('The base has no modules');
      return { dep, module, folder };
    } finally {
      await source.close();
    }
  }
});
