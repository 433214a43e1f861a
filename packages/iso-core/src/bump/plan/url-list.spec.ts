// Lists of URLs, which minikube tries one after another: `--iso-url=https://…,https://mirror/…`.
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../text-edit.js';
import { planBump } from './plan-bump.js';

const OLD = 'https://b.example/minikube-2026-01-01.iso';
const NEW = 'https://b.example/minikube-2026-11-22.iso';
const MIRROR = 'https://mirror.example/minikube-2026-01-01.iso';

const start = (urls: string) => `start:\n\tminikube start --iso-url=${urls} --memory=4\n`;

/** What the Makefile says afterwards, and what stays. */
async function planned(urls: string, known?: string) {
  const text = start(urls);
  const { edits, left } = await planBump({
    files: { makefiles: ['Makefile'], others: [] },
    read: (file) => (file === 'Makefile' ? text : undefined),
    targets: { amd64: NEW },
    ...(known === undefined ? {} : { known: { amd64: known } }),
  });
  return { text: applyEdits(text, edits), left };
}

describe('of a list of URLs', () => {
  it.each([`${OLD},${MIRROR}`, `${MIRROR},${OLD}`])(
    'the one in use moves, and the others stay: %s',
    async (urls) => {
      const left = [`Makefile:2 names ${MIRROR}, which stands beside the ISO in use`];
      const after = { text: start(urls.replace(OLD, NEW)), left };
      expect(await planned(urls, OLD)).toEqual(after);
      expect(await planned(urls.replace(OLD, NEW), OLD)).toEqual(after);
      expect(await planned(urls.replace(OLD, NEW), NEW)).toEqual(after);
    },
  );

  it('none moves where none is known to be in use', async () => {
    await expect(planned(`${OLD},${MIRROR}`)).rejects.toMatchObject({
      code: 'BUMP_AMBIGUOUS',
      message: expect.stringContaining(`Makefile:2 ${OLD}, Makefile:2 ${MIRROR}`),
      hint: expect.stringContaining('Leave the one that is to move'),
    });
  });
});
