import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConsoleLines } from './console-lines.js';

const bytes = (text: string) => Buffer.from(text, 'utf8');

/** The lines of pieces that come one second after the other. */
function linesOf(...pieces: string[]) {
  const lines = new ConsoleLines();
  const found = pieces.flatMap((piece, index) => lines.push(bytes(piece), index));
  return [...found, ...lines.end(pieces.length)];
}

const textsOf = (...pieces: string[]) => linesOf(...pieces).map(({ text }) => text);

describe('the lines of a console', () => {
  it('end with a line feed, a carriage return or both', () => {
    expect(textsOf('a\nb\r\nc\rd\r\r\ne')).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(textsOf('a\r', '\nb')).toEqual(['a', 'b']);
  });

  it('have the time of their first character', () => {
    expect(linesOf('Load', 'ing... ', 'ok\nnext', '\n')).toEqual([
      { text: 'Loading... ok', at: 0 },
      { text: 'next', at: 2 },
    ]);
  });

  it('begin when there is something to see', () => {
    expect(linesOf('\u001bc\u001b[2J', 'SeaBIOS\n')).toEqual([{ text: 'SeaBIOS', at: 1 }]);
  });

  it('leave out what shows nothing', () => {
    expect(textsOf('\r\n \r\n\u001b[2J\n\ta\n')).toEqual(['\ta']);
  });

  it('have no control sequences, and no line ends of other kinds', () => {
    expect(textsOf('\u001b[1;32m[  OK  ]\u001b[0m Started\u0007.\n')).toEqual([
      '[  OK  ] Started.',
    ]);
    expect(textsOf('one\u2028two\n')).toEqual(['one two']);
  });

  it('keep a character that came in two pieces', () => {
    const euro = bytes('€\n');
    const lines = new ConsoleLines();
    expect(lines.push(euro.subarray(0, 1), 0)).toEqual([]);
    expect(lines.push(euro.subarray(1), 1)).toEqual([{ text: '€', at: 1 }]);
  });

  it('can be looked at before they end', () => {
    const lines = new ConsoleLines();
    expect(lines.unfinished()).toBeUndefined();
    lines.push(bytes('a\nminikube login: '), 3);
    expect(lines.unfinished()).toEqual({ text: 'minikube login:', at: 3 });
    expect(lines.push(bytes('root\n'), 4)).toEqual([{ text: 'minikube login: root', at: 3 }]);
    expect(lines.unfinished()).toBeUndefined();
  });

  it('are the same however the console is cut into pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ü', ' ', '\r', '\n'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (console, cuts) => {
        const whole = bytes(console);
        const ends = [...new Set([...cuts.filter((cut) => cut < whole.length), whole.length])];
        const sorted = ends.sort((one, other) => one - other);
        const lines = new ConsoleLines();
        const found = sorted.flatMap((end, index) =>
          lines.push(whole.subarray(sorted[index - 1] ?? 0, end), 0),
        );
        expect([...found, ...lines.end(0)].map((line) => line.text)).toEqual(textsOf(console));
      }),
    );
  });
});
