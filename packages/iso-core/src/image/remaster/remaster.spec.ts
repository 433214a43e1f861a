// Remasters of bases of every shape: the new files are in, all else is the base's.
import { copyFileSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { localRunner, type Runner } from '../../runtime/index.js';
import { openFile } from '../bytes/index.js';
import { openIso, type IsoImage } from '../iso9660/index.js';
import { compareIsos } from './compare-isos.js';
import { remaster, type Replacement } from './remaster.js';
import { makeBase, noise, shapes, testFolder, type Shape } from './remaster.testing.js';
import { readVolumeFacts } from './volume-facts.js';

const folder = testFolder();
const kernel = join(folder, 'new-kernel');
const initrd = join(folder, 'new-initrd');

beforeAll(() => {
  writeFileSync(kernel, noise(90_001, 11), { mode: 0o600 });
  writeFileSync(initrd, noise(20_002, 12));
});

async function opened(path: string): Promise<IsoImage> {
  const source = await openFile(path);
  onTestFinished(() => source.close());
  return openIso(source);
}

const both: readonly Replacement[] = [
  { isoPath: '/boot/bzimage', file: kernel },
  { isoPath: '/boot/initrd', file: initrd },
];

let number = 0;
async function remastered(
  base: string,
  replacements: readonly Replacement[] = both,
  run: Runner = localRunner,
) {
  const into = join(folder, `out-${number++}`);
  await mkdir(into);
  const output = join(into, 'minikube.iso');
  const iso = await opened(base);
  const paths = await remaster({ run, base, iso, output, replacements });
  return { iso, output, into, paths, result: await opened(output) };
}

describe.each(shapes)('a base that is %s', (shape: Shape) => {
  let base: string;
  beforeAll(() => {
    base = makeBase(folder, shape);
  });

  it('gets the new files, and nothing else changes', async () => {
    const { iso, result, paths } = await remastered(base);
    const upper = shape === 'plain upper case';
    expect(paths).toEqual(
      upper ? ['/BOOT/BZIMAGE', '/BOOT/INITRD'] : ['/boot/bzimage', '/boot/initrd'],
    );
    for (const [path, file] of [
      ['/boot/bzimage', kernel],
      ['/boot/initrd', initrd],
    ] as const) {
      const entry = await result.find(path);
      if (entry === undefined) throw new Error(`${path} is missing`);
      const bytes = await result.open(entry).read(0, entry.size);
      expect(Buffer.from(bytes).equals(readFileSync(file))).toBe(true);
      expect(entry.mode).toBe((await iso.find(path))?.mode);
    }
    expect(await compareIsos(iso, result, paths)).toEqual([]);
  });

  it('keeps its UUID, names, boot records and partition table', async () => {
    const { iso, result } = await remastered(base);
    expect(result.uuid).toBe('2026-01-02-03-04-05-06');
    expect(result.volumeId).toBe('MINIKUBE');
    expect(result.naming).toBe(iso.naming);
    const [before, after] = [
      await readVolumeFacts(iso.source),
      await readVolumeFacts(result.source),
    ];
    expect(after.fields).toEqual(before.fields);
    expect(after.joliet).toBe(before.joliet);
    expect(after.gptDiskGuid).toBe(before.gptDiskGuid);
    expect(
      result.bootCatalog?.entries.map(({ platform, sectorCount }) => [platform, sectorCount]),
    ).toEqual(iso.bootCatalog?.entries.map(({ platform, sectorCount }) => [platform, sectorCount]));
  });

  it('comes out the same from another folder, whatever the environment says of time', async () => {
    const one = await remastered(base);
    const elsewhere = join(folder, `elsewhere-${number++}`);
    await mkdir(elsewhere);
    const copies = both.map(({ isoPath, file }) => {
      const copy = join(elsewhere, `copy-${isoPath.slice(6)}`);
      copyFileSync(file, copy);
      utimesSync(copy, 1_000_000_000, 1_000_000_000);
      return { isoPath, file: copy };
    });
    const copy = join(elsewhere, 'base.iso');
    copyFileSync(base, copy);
    vi.stubEnv('SOURCE_DATE_EPOCH', '1').stubEnv('TZ', 'Asia/Tokyo');
    onTestFinished(() => void vi.unstubAllEnvs());
    const two = await remastered(copy, copies);
    expect(readFileSync(two.output).equals(readFileSync(one.output))).toBe(true);
  });
});

describe('times', () => {
  // Rock Ridge's TF entry: modification, access and change in seven bytes each (P1282 §4.1.6).
  function timesIn(path: string): string[] {
    const bytes = readFileSync(path);
    const header = Buffer.from([0x54, 0x46, 26, 1, 0x0e]);
    const times: string[] = [];
    for (let at = bytes.indexOf(header); at !== -1; at = bytes.indexOf(header, at + 1)) {
      for (const start of [5, 12, 19]) {
        const [year = 0, month, day] = bytes.subarray(at + start);
        times.push([1900 + year, month, day].join('-'));
      }
    }
    return times;
  }

  it('are the base’s own, and its volume’s for the new files, never now', async () => {
    const base = makeBase(folder, 'isolinux', ['--set_all_file_dates', '2020010203040500']);
    expect(timesIn(base)).toContain('2020-1-2');
    const { output } = await remastered(base);
    expect(new Set(timesIn(output))).toEqual(new Set(['2020-1-2', '2026-1-2']));
  });

  it('of the volume are the base’s to the byte, time zone and all', async () => {
    const base = makeBase(folder, 'isolinux');
    const bytes = readFileSync(base);
    // An effective date and time zones, as other programs write them.
    bytes.write('202601020304050\x36\x04', 16 * 2048 + 864, 'latin1');
    bytes.writeInt8(4, 16 * 2048 + 846);
    writeFileSync(base, bytes);
    const { iso, result } = await remastered(base);
    expect(result.volumeDates).toEqual(iso.volumeDates);
    expect(result.volumeDates.effective).toBe('2026010203040506\x04');
  });
});

describe('an output', () => {
  let base: string;
  beforeAll(() => {
    base = makeBase(folder, 'isolinux');
  });

  it('is alone in its folder', async () => {
    const { into } = await remastered(base);
    expect(readdirSync(into)).toEqual(['minikube.iso']);
  });

  it('has the files that symlinks of the base lead to', async () => {
    const { paths } = await remastered(base, [{ isoPath: '/initrd-link', file: initrd }]);
    expect(paths).toEqual(['/boot/initrd']);
  });

  it.each([
    ['a path that is not there', '/boot/vmlinuz', 'REMASTER_PATH_MISSING'],
    ['a path in another case', '/BOOT/INITRD', 'REMASTER_PATH_MISSING'],
    ['a folder', '/boot', 'REMASTER_PATH_MISSING'],
  ])('never gets %s', async (_, isoPath, code) => {
    await expect(remastered(base, [{ isoPath, file: initrd }])).rejects.toMatchObject({ code });
  });

  it('never gets a file twice', async () => {
    const twice = [
      { isoPath: '/boot/initrd', file: initrd },
      { isoPath: '/initrd-link', file: initrd },
    ];
    await expect(remastered(base, twice)).rejects.toMatchObject({ code: 'REMASTER_PATH_TWICE' });
  });

  it('does not appear when xorriso fails', async () => {
    const failing: Runner = (command, options) =>
      localRunner(
        { ...command, args: [...command.args.slice(0, -2), '-no-such-command'] },
        options,
      );
    const before = number;
    await expect(remastered(base, both, failing)).rejects.toMatchObject({ code: 'COMMAND_FAILED' });
    expect(readdirSync(join(folder, `out-${before}`))).toEqual([]);
  });

  it('does not appear when it is the base still', async () => {
    const lazy: Runner = (command, options) => {
      const first = command.args.indexOf('-map');
      const last = command.args.indexOf('-commit');
      const args = [...command.args.slice(0, first), '-volid', 'MINIKUBE'];
      return localRunner({ ...command, args: [...args, ...command.args.slice(last)] }, options);
    };
    await expect(remastered(base, both, lazy)).rejects.toMatchObject({
      code: 'REMASTER_FAILED',
      details: {
        violations: [
          { code: 'REMASTER_CHANGED_CONTENT', subject: '/boot/bzimage' },
          { code: 'REMASTER_CHANGED_CONTENT', subject: '/boot/initrd' },
        ],
      },
    });
  });

  it('does not appear when it is not the base with the new files', async () => {
    const meddling: Runner = (command, options) => {
      const args = command.args.flatMap((argument) =>
        argument === '-commit'
          ? ['-rm', '/doc/readme.txt', '--', '-map', kernel, '/boot/added', argument]
          : [argument],
      );
      return localRunner({ ...command, args }, options);
    };
    const before = number;
    await expect(remastered(base, both, meddling)).rejects.toMatchObject({
      code: 'REMASTER_FAILED',
      details: {
        violations: [
          { code: 'REMASTER_LOST_PATH', subject: '/doc/readme.txt' },
          { code: 'REMASTER_ADDED_PATH', subject: '/boot/added' },
        ],
      },
    });
    expect(readdirSync(join(folder, `out-${before}`))).toEqual([]);
  });
});
