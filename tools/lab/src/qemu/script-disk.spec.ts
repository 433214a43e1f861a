import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scriptDisk } from './script-disk.js';

describe('scriptDisk', () => {
  it('is whole sectors that read as the script and empty lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (script) => {
        const disk = Buffer.from(scriptDisk(script));
        expect(disk.length % 512).toBe(0);
        expect(disk.length).toBeGreaterThan(0);
        const text = disk.toString('utf8');
        expect(text.startsWith(script)).toBe(true);
        expect(text.slice(script.length)).toMatch(/^\n*$/);
      }),
    );
  });

  it('ends a last line that has no end, so that the shell runs it', () => {
    const script = 'x'.repeat(512);
    expect(Buffer.from(scriptDisk(script)).toString()).toBe(`${script}${'\n'.repeat(512)}`);
  });
});
