import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../runtime/testing/temporary-folder.testing.js';
import { textPieces } from './text-pieces.js';

const KIBIBYTE = 1024;

describe('a text in pieces', () => {
  const read = (text: string): string[] => {
    const file = join(temporaryFolder(), 'text');
    writeFileSync(file, text, 'latin1');
    return [...textPieces(file)];
  };

  it('is the whole text', () => {
    for (const text of ['', 'a', '\n', 'a\nb', 'a\nb\n', '\xff\n']) {
      expect(read(text).join('')).toBe(text);
    }
  });

  it('is cut between lines alone, however long they are', () => {
    const lines = [100, 300, 5, 700, 1, 1, 255, 256].map(
      (size, index) => `${String.fromCharCode(97 + index).repeat(size * KIBIBYTE)}\n`,
    );
    const pieces = read(lines.join(''));
    expect(pieces.join('')).toBe(lines.join(''));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true);
  });
});
