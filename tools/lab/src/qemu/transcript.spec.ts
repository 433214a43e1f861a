import { describe, expect, it } from 'vitest';
import { readTranscript } from './transcript.js';

describe('readTranscript', () => {
  it('reads facts and the exit code, and keeps what was printed', () => {
    const { console, exitCode, facts } = readTranscript([
      'Booting\r',
      'lab: prio=2\r',
      'Error: Specified qdisc kind is unknown.\r',
      'lab: exit=0\r',
    ]);
    expect(exitCode).toBe(0);
    expect([...facts]).toEqual([['prio', '2']]);
    expect(console).toContain('\nError: Specified qdisc kind is unknown.\n');
  });

  it('takes the last value of a fact, with any sign in it', () => {
    const { facts } = readTranscript(['lab: text=a', 'lab: text=b=c d']);
    expect(facts.get('text')).toBe('b=c d');
  });

  it('knows no exit code of a guest that told none, or no number', () => {
    expect(readTranscript(['Kernel panic - not syncing']).exitCode).toBeUndefined();
    expect(readTranscript(['lab: exit=']).exitCode).toBeUndefined();
  });

  it('removes the control sequences of firmware and boot loaders', () => {
    expect(readTranscript(['\u001bc\u001b[?7l\u001b[2JSeaBIOS']).console).toBe('SeaBIOS');
  });
});
