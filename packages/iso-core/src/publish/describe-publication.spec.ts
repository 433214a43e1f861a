import { describe, expect, it } from 'vitest';
import { describeAbort, describePublication } from './describe-publication.js';
import { sealedFor, shop } from './publish.testing.js';

describe('what is said of a publication', () => {
  it('is where it is, what it is, and what to do next', async () => {
    const { publish, target, outputFolder } = await shop();
    const sealed = await sealedFor();
    const url = `${target.publicUrl}/minikube/minikube-2026-11-22.iso`;
    const lines = describePublication(await publish(sealed), outputFolder);
    expect(lines).toEqual([
      `Published: ${url}`,
      expect.stringMatching(`^SHA-256: ${sealed.sha256} \\(.*, amd64, Linux 6\\.1\\.0\\)$`),
      'Publication: publication-amd64.json',
      `Next: minikube start --iso-url='${url}'`,
    ]);
    const [again] = describePublication(await publish(sealed), outputFolder);
    expect(again).toBe(`Already published, the same bytes: ${url}`);
  });

  it('is that nobody verified it', async () => {
    const { publish, outputFolder } = await shop();
    const result = await publish({ ...(await sealedFor()), verified: false });
    expect(describePublication(result, outputFolder).join('\n')).toContain('without verification');
  });

  it('is the plan of a dry run, and that nothing was done', async () => {
    const { publish, outputFolder } = await shop();
    const lines = describePublication(
      await publish(await sealedFor(), { dryRun: true }),
      outputFolder,
    );
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe('Nothing was done: this was a dry run.');
  });

  it('is what was taken back', () => {
    const object = 's3://isos/minikube/a.iso';
    expect(describeAbort({ object, uploads: 0 })).toEqual([`Nothing was begun at ${object}.`]);
    expect(describeAbort({ object, uploads: 2, claim: 'abc' }).join('\n')).toContain(
      'claimed for abc',
    );
    expect(describeAbort({ object, uploads: 1 }).join('\n')).toContain('1 upload ended');
  });
});
