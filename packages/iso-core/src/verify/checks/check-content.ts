// Whether all of the base is still there: the files of the ISO around the kernel and the initrd, and the files
// of the root. Where a manifest says what was meant to change, nothing else may have.
import {
  compareInitrds,
  compareIsos,
  moduleName,
  openIso,
  parseModulesBuiltin,
  type BootLayout,
  type IsoViolation,
} from '../../image/index.js';
import {
  findRootViolations,
  type InspectedContent,
  type Manifest,
  type RootChanges,
} from '../../inspect/index.js';
import { counted } from '../counted.js';
import type { Check } from '../report/report.js';
import { ifBase, type SettledBase } from './base.js';
import { CHECKS, failed, failedWith, ifFound, notChecked, passed } from './check.js';
import { attempt, type Found, type Look } from './look.js';
import { listed } from './words.js';

const LOST = 'Build the ISO again from its base; diff-isos shows all that differs.';

/** Reads every file of both ISOs but kernel and initrd; at depth `kernel` it is not tried. */
export async function compareFiles(
  { depth, iso }: Look,
  base: SettledBase,
): Promise<Found<IsoViolation[]>> {
  if (depth === 'kernel') {
    return {
      state: 'not tried',
      why: 'only an inspection at depth content reads all files of the ISO',
      hint: 'Verify the ISO at depth content, which reads all of it.',
    };
  }
  if (base.state !== 'there') return { state: 'not tried', why: 'there is no base' };
  if (iso.state !== 'found') return { state: 'not tried', why: 'the ISO could not be read' };
  const { source, inspection } = base.base;
  return attempt(async () =>
    compareIsos(await openIso(source), iso.value, mayChange(inspection.boot)),
  );
}

/** The kernel wherever it lies, and the initrds; their bytes are judged by checks of their own. */
function mayChange({ kernel, initrdPaths }: BootLayout): string[] {
  const copies = kernel.alsoIn.map(({ where, path, image }) => (where === 'iso' ? path : image));
  return [kernel.path, ...initrdPaths, ...copies.filter((path) => path !== undefined)];
}

export function checkIsoFiles(
  violations: Found<IsoViolation[]>,
  manifest: Manifest | undefined,
  base: SettledBase,
): Check {
  const kind = CHECKS.isoFiles;
  return ifBase(kind, base, () => {
    if (violations.state === 'broken') return failedWith(kind, violations.error);
    return ifFound(kind, violations, (found) => {
      const all = found.map(({ subject, what }) => `${subject}: ${what}`);
      const lost = found.filter(({ code }) => code === 'REMASTER_LOST_PATH');
      if (manifest === undefined && lost.length > 0) {
        const paths = lost.map(({ subject }) => subject);
        return failed(kind, `Files of its base are gone: ${listed(paths, ', ')}.`, LOST);
      }
      if (manifest !== undefined && all.length > 0) {
        return failed(kind, `Not as in its base: ${listed(all)}.`, LOST);
      }
      if (all.length === 0) {
        return passed(kind, 'All but kernel and initrd is its base’s, to the byte.');
      }
      return passed(kind, `No file of its base is gone. Not as in its base: ${listed(all)}.`);
    });
  });
}

/** The files of the root against the base's, and against what the manifest says was changed. */
export function checkContent(
  { root, content }: Look,
  manifest: Manifest | undefined,
  base: SettledBase,
): Check {
  const kind = CHECKS.content;
  if (base.state === 'none' && manifest !== undefined) {
    return ifFound(kind, root, ({ root: files }) => checkWritten(files, manifest));
  }
  return ifBase(kind, base, ({ inspection }) =>
    ifFound(kind, root, ({ root: files }) => {
      const before = inspection.content;
      if (before === undefined) {
        return notChecked(kind, 'The root of its base was not looked at.');
      }
      if (manifest !== undefined) return checkMeant(before, files, manifest);
      const builtin =
        content.state === 'found' ? content.value.content.modules.builtin.builtin : '';
      return checkLost(before, files, builtin);
    }),
  );
}

type Root = Parameters<typeof findRootViolations>[1];

function checkWritten(root: Root, manifest: Manifest): Check {
  const kind = CHECKS.content;
  const { written } = rootChanges(manifest);
  const wrong = [...written].filter(([path, sha256]) => root.entries.get(path)?.sha256 !== sha256);
  if (wrong.length > 0) {
    const paths = wrong.map(([path]) => path);
    return failed(kind, `Not the files that the build wrote: ${listed(paths, ', ')}.`, LOST);
  }
  const files = counted(written.size, 'file');
  return passed(kind, `All ${files} that the build wrote are there; its base was not compared.`);
}

function checkMeant(before: InspectedContent, root: Root, manifest: Manifest): Check {
  const kind = CHECKS.content;
  const changes = rootChanges(manifest);
  const violations = findRootViolations(before.root, root, changes);
  if (violations.length > 0) {
    return failed(kind, `Not what the build meant to change: ${listed(violations)}.`, LOST);
  }
  const written = counted(changes.written.size, 'file');
  const removed = changes.removed.size === 0 ? '' : ` and removed ${changes.removed.size}`;
  return passed(kind, `The build wrote ${written}${removed}; all else is its base’s, to the byte.`);
}

function checkLost(before: InspectedContent, root: Root, builtin: string): Check {
  const kind = CHECKS.content;
  const changes = compareInitrds(before.root, root);
  const inside = new Set(parseModulesBuiltin(builtin).map(moduleName));
  const modulesFolder = `${before.modules.folder}/`;
  // A module that the kernel has inside now is not lost.
  const isMoved = (path: string) => path.startsWith(modulesFolder) && inside.has(moduleName(path));
  const of = (wanted: string) =>
    changes.filter(({ change }) => change === wanted).map(({ path }) => path);
  const gone = of('gone').filter((path) => !isMoved(path));
  if (gone.length > 0) {
    return failed(
      kind,
      `${counted(gone.length, 'path')} of its base ${gone.length === 1 ? 'is' : 'are'} gone: ${listed(gone, ', ')}.`,
      LOST,
    );
  }
  const changed = [...of('changed'), ...of('new').map((path) => `${path} (new)`)];
  const differing =
    changed.length === 0 ? 'none differs' : `not as there: ${listed(changed, ', ')}`;
  return passed(kind, `No path of its base is gone; ${differing}.`);
}

function rootChanges({ modules }: Manifest): RootChanges {
  return {
    written: new Map(
      [...modules.added, ...modules.replaced].map(({ path, sha256 }) => [path, sha256]),
    ),
    removed: new Set(modules.removed),
  };
}
