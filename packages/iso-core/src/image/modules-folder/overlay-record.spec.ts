// The overlay record: written the same way each time, read with suspicion.
import { describe, expect, it } from 'vitest';
import { formatOverlayRecord, overlayRecord, parseOverlayRecord } from './overlay-record.js';

const digest = (digit: string): string => digit.repeat(64);
const prio = {
  path: 'kernel/net/sched/sch_prio.ko',
  sha256: digest('a'),
  options: ['NET_SCH_PRIO'],
};
const flower = {
  path: 'kernel/net/sched/cls_flower.ko',
  sha256: digest('b'),
  options: ['B', 'A', 'A'],
};
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a record', () => {
  it('is the same bytes for the same modules, and reads back', () => {
    const record = overlayRecord([prio, flower]);
    expect(formatOverlayRecord(record)).toBe(formatOverlayRecord(overlayRecord([flower, prio])));
    expect(parseOverlayRecord(bytes(formatOverlayRecord(record)), 'it')).toEqual({
      version: 1,
      modules: [{ ...flower, options: ['A', 'B'] }, prio],
    });
  });

  it('keeps what an earlier one named, unless it is replaced', () => {
    const newer = { ...prio, sha256: digest('c') };
    const { modules } = overlayRecord([newer], overlayRecord([prio, flower]));
    expect(modules.map(({ path, sha256 }) => [path, sha256])).toEqual([
      [flower.path, digest('b')],
      [prio.path, digest('c')],
    ]);
  });
});

describe('what is no record', () => {
  it.each([
    ['no JSON', '{'],
    ['another version', '{"version":2,"modules":[]}'],
    ['an unknown key', '{"version":1,"modules":[],"more":1}'],
    ['no digest', JSON.stringify({ version: 1, modules: [{ ...prio, sha256: 'x' }] })],
    ['too much', ' '.repeat(1024 * 1024 + 1)],
  ])('%s', (_, text) => {
    expect(() => parseOverlayRecord(bytes(text), 'it')).toThrowError(
      expect.objectContaining({ code: 'OVERLAY_RECORD_INVALID' }),
    );
  });

  it.each(['../x.ko', '/x.ko', 'x'])('one with the path %s', (path) => {
    const text = JSON.stringify({ version: 1, modules: [{ ...prio, path }] });
    expect(() => parseOverlayRecord(bytes(text), 'it')).toThrowError(
      expect.objectContaining({ code: 'MODULE_PATH_INVALID' }),
    );
  });

  it('bytes that are no text', () => {
    expect(() => parseOverlayRecord(Buffer.from([0xff, 0xfe]), 'it')).toThrowError(
      expect.objectContaining({ code: 'OVERLAY_RECORD_INVALID' }),
    );
  });
});
