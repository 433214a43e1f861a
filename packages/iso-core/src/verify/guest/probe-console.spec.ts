import { describe, expect, it, vi } from 'vitest';
import { ProbeConsole } from './probe-console.js';

const TOKEN = '0123456789abcdef';

function probeConsole(onBegin?: (name: string) => void) {
  const timeouts = new Map([['tbf', 10]]);
  const console = new ProbeConsole({ token: TOKEN, timeouts, ...(onBegin && { onBegin }) });
  let at = 0;
  const see = (text: string) => console.see({ at: (at += 1), text });
  const say = (words: string) => see(`@nmi:${TOKEN} ${words}`);
  return { console, see, say };
}

const textsOf = (console: ProbeConsole) => console.lines().map(({ text }) => text);

describe('the console of a guest with probes', () => {
  it('is what the guest printed, in its order', () => {
    const { console, see, say } = probeConsole();
    see('SeaBIOS');
    say('start');
    say('begin tbf');
    see('some output');
    say('measure throughput MB/s 1.5 20');
    say('end tbf 0');
    expect(textsOf(console)).toEqual([
      'SeaBIOS',
      `@nmi:${TOKEN} start`,
      `@nmi:${TOKEN} begin tbf`,
      'some output',
      `@nmi:${TOKEN} measure throughput MB/s 1.5 20`,
      `@nmi:${TOKEN} end tbf 0`,
    ]);
    expect(console.lines().map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('knows when the probes began, which one runs, and when all are done', () => {
    const onBegin = vi.fn();
    const { console, say } = probeConsole(onBegin);
    expect(console.startedAt).toBeUndefined();
    say('start');
    expect(console.startedAt).toBe(1);
    say('begin tbf');
    expect(console.running).toBe('tbf');
    expect(onBegin).toHaveBeenCalledExactlyOnceWith('tbf');
    say('end tbf 124');
    expect(console.running).toBeUndefined();
    expect(console.ended).toBe(1);
    expect(console.doneAt).toBeUndefined();
    expect(say('done')).toBe('stop');
    expect(console.doneAt).toBe(4);
  });

  it('allows each probe its time and a pause, and no more', () => {
    const { say, see } = probeConsole();
    const pause = 30_000;
    expect(say('start')).toEqual({ allowMs: pause });
    expect(say('begin tbf')).toEqual({ allowMs: 10_000 + pause });
    expect(see('noise'), 'noise buys no time').toBeUndefined();
    expect(say('measure a b 1')).toBeUndefined();
    expect(say('end tbf 0')).toEqual({ allowMs: pause });
  });

  it('gives no time for what is said again, or of no probe: else a guest could go on for ever', () => {
    const { console, say } = probeConsole();
    say('start');
    expect(say('start')).toBeUndefined();
    expect(say('begin unknown')).toBeUndefined();
    expect(say('end tbf 0')).toBeUndefined();
    say('begin tbf');
    expect(say('end other 0')).toBeUndefined();
    say('end tbf 0');
    expect(say('begin tbf')).toBeUndefined();
    expect(say('end tbf 0')).toBeUndefined();
    expect(console.ended).toBe(1);
  });

  it('finds a word behind output that had not ended its line', () => {
    const { console, see, say } = probeConsole();
    say('begin tbf');
    see(`no line end@nmi:${TOKEN} end tbf 3`);
    expect(textsOf(console).slice(1)).toEqual(['no line end', `@nmi:${TOKEN} end tbf 3`]);
    expect(console.ended).toBe(1);
  });

  it('takes no words with another token', () => {
    const { console, see } = probeConsole();
    expect(see('@nmi:guess done')).toBeUndefined();
    expect(see('@nmi: done')).toBeUndefined();
    expect(console.doneAt).toBeUndefined();
    expect(textsOf(console)).toEqual(['@nmi:guess done', '@nmi: done']);
  });

  it('keeps every probe’s words and the end of its output, however much another prints', () => {
    const { console, see, say } = probeConsole();
    say('begin quiet');
    see('quiet output');
    say('end quiet 0');
    say('begin loud');
    for (let count = 0; count < 10_000; count += 1) see(`noise ${count}`);
    say('end loud 124');
    const texts = textsOf(console);
    expect(texts.slice(0, 4)).toEqual([
      `@nmi:${TOKEN} begin quiet`,
      'quiet output',
      `@nmi:${TOKEN} end quiet 0`,
      `@nmi:${TOKEN} begin loud`,
    ]);
    expect(texts.slice(-2)).toEqual(['noise 9999', `@nmi:${TOKEN} end loud 124`]);
    expect(texts.length).toBeLessThan(300);
  });

  it('keeps no more output than has room, from however many parts', () => {
    const { console, see, say } = probeConsole();
    for (let count = 0; count < 2_000; count += 1) {
      say(`measure x ms ${count}`);
      see('x'.repeat(30_000));
    }
    const characters = textsOf(console).join('').length;
    expect(characters).toBeLessThan(16 * 1024 * 1024);
    expect(console.lines().filter(({ text }) => text.startsWith('@nmi'))).toHaveLength(2_000);
  });

  it('keeps no more words than any probe has to say', () => {
    const { console, say } = probeConsole();
    for (let count = 0; count < 20_000; count += 1) say(`measure x ms ${count}`);
    expect(console.lines().length).toBe(5_000);
    expect(say('done'), 'and still hears them').toBe('stop');
  });
});
