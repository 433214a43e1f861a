import { describe, expect, it } from 'vitest';
import type { BootPlace, EffectiveEntry } from '../../image/index.js';
import {
  NO_CHANGES,
  type FoundModule,
  type Inspection,
  type RequirementVerdict,
} from '../../inspect/index.js';
import { foundModule, KERNEL } from '../../inspect/found-module.testing.js';
import { gateFinished, type Finished } from './gate-finished.js';

const FOLDER = 'usr/lib/modules/6.1.0';
const TC: EffectiveEntry = {
  path: 'usr/bin/tc',
  type: 'file',
  permissions: 0o755,
  uid: 0,
  gid: 0,
  size: 1000,
  sha256: 'a'.repeat(64),
  links: 1,
  member: 0,
};

interface Parts {
  readonly copies?: readonly BootPlace[];
  readonly configText?: string;
  readonly sha256?: string;
  readonly architecture?: string;
  readonly volumeId?: string;
  readonly release?: string;
  readonly uuid?: string;
  readonly entries?: readonly EffectiveEntry[];
  readonly found?: readonly FoundModule[];
  readonly listed?: readonly string[];
}

/** As much of an inspection as the gate looks at. */
function inspection(parts: Parts = {}): Inspection {
  const found = parts.found ?? [];
  const entries = [TC, ...(parts.entries ?? [])];
  return {
    architecture: parts.architecture ?? 'amd64',
    uuid: parts.uuid ?? '2022-12-11-00-00-00-00',
    volumeId: parts.volumeId ?? 'LAB',
    boot: { kernel: { path: '/boot/bzImage', alsoIn: parts.copies ?? [] } },
    kernel: {
      release: parts.release ?? '6.1.0',
      configText: parts.configText ?? 'CONFIG_A=y\n',
      sha256: parts.sha256 ?? 'base',
    },
    content: {
      unpackedSize: entries.reduce((sum, { size }) => sum + size, 0),
      root: { entries: new Map(entries.map((entry) => [entry.path, entry])) },
      modules: {
        folder: FOLDER,
        found,
        listed: new Set(parts.listed ?? found.map(({ path }) => path)),
        surroundings: { kernel: KERNEL },
      },
    },
  } as unknown as Inspection;
}

function refusal(finished: Partial<Finished>): string {
  const all: Finished = {
    base: inspection(),
    result: inspection(),
    verdicts: [],
    rootChanges: NO_CHANGES,
    configText: 'CONFIG_A=y\n',
    kernelSha256: 'base',
    ...finished,
  };
  try {
    gateFinished(all);
    return 'accepted';
  } catch (error) {
    return String(error);
  }
}

function verdict(status: RequirementVerdict['status']): RequirementVerdict {
  return {
    requirement: { kind: 'option', option: 'A', values: ['y'], reason: '', origins: [] },
    status,
    actual: [{ option: 'A', value: 'n', status: 'fails', detail: 'is n, wanted y' }],
  };
}

/** A result that had one module written to it. */
function withModule(path: string, module: FoundModule, listed: readonly string[] = [path]) {
  const entry = { ...TC, path: `${FOLDER}/${path}`, sha256: module.sha256 };
  return {
    result: inspection({ entries: [entry], found: [module], listed }),
    rootChanges: { written: new Map([[entry.path, module.sha256]]), removed: new Set<string>() },
  };
}

describe('gateFinished', () => {
  it('accepts a result that is what was meant', () => {
    expect(refusal({ verdicts: [verdict('holds'), verdict('not applicable')] })).toBe('accepted');
  });

  it.each([
    ['fails', 'A does not hold (A is n, wanted y)'],
    ['not checked', 'A is not proven'],
  ] as const)('refuses a requirement that %s', (status, line) => {
    expect(refusal({ verdicts: [verdict(status)] })).toContain(line);
  });

  it.each<[string, Parts, string]>([
    ['another config than the gated one', { configText: 'CONFIG_A=m\n' }, 'another config'],
    ['another release', { release: '6.1.0+' }, 'its kernel is 6.1.0+'],
    ['another kernel than the one that was made', { sha256: 'c0ffee' }, 'SHA-256 c0ffee'],
    ['another architecture', { architecture: 'arm64' }, 'its kernel is for arm64'],
    ['another volume id', { volumeId: 'OTHER' }, 'another name or UUID'],
    ['another volume UUID', { uuid: '2026-01-01-00-00-00-00' }, 'another name or UUID'],
    ['a file that nobody asked for', { entries: [{ ...TC, path: 'new' }] }, 'new is new'],
    ['a table entry without its file', { listed: ['kernel/x.ko'] }, 'lists kernel/x.ko'],
  ])('refuses %s', (_what, parts, line) => {
    expect(refusal({ result: inspection(parts) })).toContain(line);
  });

  it('refuses a root that lost something', () => {
    const before = inspection({ entries: [{ ...TC, path: 'usr/bin/ip' }] });
    expect(refusal({ base: before })).toContain('usr/bin/ip is gone');
    expect(refusal({ base: before })).toContain('its root has 1000 bytes, expected at least 2000');
  });

  it('refuses to leave a copy of the old kernel behind', () => {
    const copies = [{ where: 'efi-fat', image: '/efi.img', path: '/boot/bzImage' }] as const;
    expect(refusal({ base: inspection({ copies }) })).toContain(
      "/boot/bzImage in the EFI boot image was the base's kernel and is not the new one",
    );
    expect(refusal({ base: inspection({ copies }), result: inspection({ copies }) })).toBe(
      'accepted',
    );
  });

  it('refuses an initrd that was not looked at', () => {
    const shallow: Inspection = { ...inspection() };
    delete (shallow as { content?: unknown }).content;
    expect(refusal({ result: shallow })).toContain('its initrd was not looked at');
  });

  describe('a module that was written', () => {
    const path = 'kernel/x.ko';

    it('is accepted when it is listed and loads', () => {
      expect(refusal(withModule(path, foundModule(path)))).toBe('accepted');
    });

    it('is refused when depmod’s tables do not list it', () => {
      expect(refusal(withModule(path, foundModule(path), []))).toContain(
        `${path} is not in modules.dep`,
      );
    });

    it('is refused when it would not load', () => {
      const module = foundModule(path, { vermagic: '5.10.0 ' });
      expect(refusal(withModule(path, module))).toContain(`${path} has vermagic "5.10.0"`);
    });
  });

  it('refuses a module of the base that does not load into a new kernel', () => {
    const found = [foundModule('extra/vboxguest.ko', { vermagic: '6.1.0 SMP preempt ' })];
    const kept = { base: inspection({ found }), result: inspection({ found, sha256: 'new' }) };
    expect(refusal({ ...kept, kernelSha256: 'new' })).toContain(
      'extra/vboxguest.ko has vermagic "6.1.0 SMP preempt"',
    );
    const fits = [foundModule('extra/vboxguest.ko')];
    const result = inspection({ found: fits, sha256: 'new' });
    expect(refusal({ base: inspection({ found: fits }), result, kernelSha256: 'new' })).toBe(
      'accepted',
    );
  });

  it('refuses to lose a module from the tables', () => {
    const found = [foundModule('kernel/y.ko')];
    const result = inspection({ found, listed: [] });
    expect(refusal({ base: inspection({ found }), result })).toContain(
      'kernel/y.ko is not in modules.dep',
    );
  });

  it('does not hold what the base had wrong against the build', () => {
    const found = [foundModule('extra/broken.ko', { vermagic: 'other ' })];
    const same = inspection({ found });
    expect(refusal({ base: same, result: same })).toBe('accepted');
  });
});
