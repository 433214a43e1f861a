// Against a stand-in for hdiutil: this was not tried on a Mac.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  localRunner,
  openCache,
  silentProgress,
  type Progress,
  type Runner,
} from '../../runtime/index.js';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { withCaseSensitiveFolder, type ImageContext } from './case-sensitive-image.js';

const PROGRAM = fileURLToPath(new URL('testing/hdiutil.testing.mjs', import.meta.url));
const PAUSES = [1, 1];

interface Orders {
  readonly refuse?: Readonly<Record<string, string>>;
  readonly busy?: number;
  readonly stuck?: boolean;
}

/** A Mac with a cache folder whose name a property list has to escape. */
function mac() {
  const [state, folder] = [temporaryFolder(), join(temporaryFolder(), 'R&D <x> "cache"')];
  const run: Runner = (command, options) =>
    localRunner(
      {
        ...command,
        file: process.execPath,
        args: [PROGRAM, ...command.args],
        env: { HDIUTIL: state },
      },
      options,
    );
  const notes: string[] = [];
  const progress: Progress = { ...silentProgress, note: (line) => notes.push(line) };
  const signal = new AbortController().signal;
  const context: ImageContext = { cache: openCache({ folder }), run, progress, signal };
  const read = (name: string) => readFileSync(join(state, name), 'utf8');
  return {
    context,
    notes,
    order: (orders: Orders) => writeFileSync(join(state, 'orders.json'), JSON.stringify(orders)),
    calls: () => read('calls').trimEnd().split('\n'),
    attached: (): { place: string }[] =>
      existsSync(join(state, 'attached.json'))
        ? (JSON.parse(read('attached.json')) as { place: string }[])
        : [],
    hdiutil: (args: readonly string[]) => run({ file: 'hdiutil', args }),
    image: join(folder, 'case-sensitive.sparseimage'),
    place: join(folder, 'case-sensitive'),
  };
}

const nothing = () => Promise.resolve();

/** Whether what is on the image is what an earlier build left. */
async function expectWhole({ context, attached, place }: ReturnType<typeof mac>): Promise<void> {
  expect(attached()).toEqual([]);
  expect(readdirSync(place)).toEqual([]);
  await withCaseSensitiveFolder(context, async (folder) => {
    expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('kept');
  });
  expect(attached()).toEqual([]);
}

const keep = (folder: string) => writeFile(join(folder, 'kept'), 'kept');

describe('the case-sensitive folder', () => {
  it('is made once, kept for the next build, and detached after each', async () => {
    const computer = mac();
    await withCaseSensitiveFolder(computer.context, keep);
    await expectWhole(computer);
    expect(computer.calls().filter((verb) => verb === 'create')).toHaveLength(1);
    const { cache } = computer.context;
    expect(readdirSync(cache.folder).sort()).toEqual([
      'case-sensitive',
      'case-sensitive.sparseimage',
      'locks',
    ]);
  });

  it('is one build’s at a time', async () => {
    const { context, attached } = mac();
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await Promise.resolve();
      inside -= 1;
    };
    await Promise.all([1, 2].map(() => withCaseSensitiveFolder(context, work)));
    expect(attached()).toEqual([]);
  });

  it('is whole and detached after work that fails', async () => {
    const computer = mac();
    const error = new Error('work');
    const work = async (folder: string) => {
      await keep(folder);
      throw error;
    };
    await expect(withCaseSensitiveFolder(computer.context, work)).rejects.toBe(error);
    await expectWhole(computer);
  });

  it('is whole and detached after work that is cancelled', async () => {
    const computer = mac();
    const controller = new AbortController();
    const context = { ...computer.context, signal: controller.signal };
    const work = async (folder: string, signal: AbortSignal) => {
      await keep(folder);
      controller.abort();
      signal.throwIfAborted();
    };
    await expect(withCaseSensitiveFolder(context, work)).rejects.toBeDefined();
    await expectWhole(computer);
  });

  it('is detached when the disk is busy for a while, or for long', async () => {
    for (const busy of [1, 100]) {
      const computer = mac();
      computer.order({ busy });
      await withCaseSensitiveFolder(computer.context, keep, PAUSES);
      expect(computer.notes).toEqual([]);
      computer.order({});
      await expectWhole(computer);
    }
  });

  it('is said to be left when it cannot be detached, and used as it is by the next build', async () => {
    const computer = mac();
    computer.order({ stuck: true });
    await withCaseSensitiveFolder(computer.context, keep, PAUSES);
    expect(computer.notes).toEqual([expect.stringContaining('Resource busy')]);
    expect(computer.attached()).toHaveLength(1);
    computer.order({});
    await withCaseSensitiveFolder(computer.context, nothing);
    await expectWhole(computer);
  });
});

describe('what an earlier build or a person left attached', () => {
  it('is used where it belongs, as after a kill', async () => {
    const computer = mac();
    await withCaseSensitiveFolder(computer.context, keep);
    await computer.hdiutil(['attach', computer.image, '-mountpoint', computer.place]);
    await expectAttachedOnce(computer, 1 + 1);
  });

  it('is detached from anywhere else first', async () => {
    const computer = mac();
    await withCaseSensitiveFolder(computer.context, keep);
    const elsewhere = join(temporaryFolder(), 'nx-minikube-iso');
    await mkdir(elsewhere);
    await computer.hdiutil(['attach', computer.image, '-mountpoint', elsewhere]);
    await expectAttachedOnce(computer, 1 + 1 + 1);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  async function expectAttachedOnce(computer: ReturnType<typeof mac>, attachments: number) {
    await withCaseSensitiveFolder(computer.context, async (folder) => {
      expect(computer.attached()).toMatchObject([{ place: folder }]);
      expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('kept');
    });
    expect(computer.calls().filter((verb) => verb === 'attach')).toHaveLength(attachments);
    await expectWhole(computer);
  }
});

describe('an image that cannot be used', () => {
  it.each([
    ['create', 'create failed - No space left on device'],
    ['attach', 'attach failed - image not recognized'],
  ])('is an error of %s, and nothing is left', async (verb, message) => {
    const computer = mac();
    computer.order({ refuse: { [verb]: message } });
    let worked = false;
    const work = async () => {
      worked = true;
    };
    await expect(withCaseSensitiveFolder(computer.context, work)).rejects.toMatchObject({
      code: 'CASE_SENSITIVE_IMAGE_FAILED',
      message: expect.stringContaining(message),
    });
    expect(worked).toBe(false);
    expect(computer.attached()).toEqual([]);
    expect(existsSync(computer.image)).toBe(verb === 'attach');
  });
});
