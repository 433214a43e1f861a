import { describe, expect, it } from 'vitest';
import { IsoError } from '../runtime/index.js';
import { explainFullDisk } from './explain-full-disk.js';

const FOLDERS = ['/cache', '/output'];
const failed = (details: Record<string, unknown> = {}, cause?: unknown) =>
  new IsoError('COMMAND_FAILED', 'it ended badly', { hint: '', details, cause });

/** What becomes of an error when so much room is left. */
const explain = (error: unknown, cache: number, output: number) =>
  explainFullDisk(error, FOLDERS, (folder) =>
    Promise.resolve(folder === '/cache' ? cache : output),
  );

describe('a full disk', () => {
  it.each([
    ['a program that says so', failed({ lastLines: ['as: No space left on device'] })],
    [
      'a compiler that says so',
      failed({ errors: ['ld: final link failed: No space left on device'] }),
    ],
    ['a quota', failed({ lastLines: ['cp: write: Disk quota exceeded'] })],
    ['the system', Object.assign(new Error('write'), { code: 'ENOSPC' })],
    ['a cause', failed({}, Object.assign(new Error('copy'), { code: 'ENOSPC' }))],
  ])('is seen behind %s, and the fuller disk is named', async (_, error) => {
    expect(await explain(error, 2 ** 40, 5 * 2 ** 20)).toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('/output'),
      hint: expect.stringContaining('outputPath'),
      cause: error,
    });
  });

  it('is seen behind a program that fails without a word where nothing is left', async () => {
    const error = failed({ lastLines: ['flex: error writing output file'] });
    expect(await explain(error, 40_000, 2 ** 40)).toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('/cache'),
    });
  });
});

describe('any other error', () => {
  it('is what it is when there is room', async () => {
    const error = failed({ lastLines: ['syntax error'] });
    expect(await explain(error, 2 ** 30, 2 ** 30)).toBe(error);
  });

  it('is what it is when it has nothing to do with programs', async () => {
    const error = new IsoError('OPTIONS_NOT_MET', 'no such option', { hint: '' });
    expect(await explain(error, 0, 0)).toBe(error);
  });

  it('is what it is when it names the disk already', async () => {
    const error = new IsoError('DISK_FULL', 'full', {
      hint: '',
      details: { lastLines: ['ENOSPC'] },
    });
    expect(await explain(error, 0, 0)).toBe(error);
  });

  it('may have causes in a ring', async () => {
    const error = failed();
    error.cause = error;
    expect(await explain(error, 2 ** 30, 2 ** 30)).toBe(error);
  });
});

it('asks the disk of a folder that is not there yet', async () => {
  const error = failed({ lastLines: ['No space left on device'] });
  expect(await explainFullDisk(error, ['/no/such/folder'])).toMatchObject({
    code: 'DISK_FULL',
    message: expect.stringContaining('/no/such/folder'),
  });
});
