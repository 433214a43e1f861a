import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mountValue } from './mount.js';

describe('mountValue', () => {
  it('is readable where nothing has to be quoted', () => {
    const mount = {
      type: 'bind',
      source: '/a b/c:d',
      target: '/a b/c:d',
      isReadOnly: true,
    } as const;
    expect(mountValue(mount)).toBe('type=bind,source=/a b/c:d,target=/a b/c:d,readonly');
    const cache = { type: 'volume', source: 'cache', target: '/cache' } as const;
    expect(mountValue(cache)).toBe('type=volume,source=cache,target=/cache');
  });

  it('is read back as it was, whatever a path holds', () => {
    const path = fc
      .array(fc.oneof(fc.string(), fc.constantFrom(',', '"', '\n', ' ', '=', ':', '""', ',"')))
      .map((parts) => `/${parts.join('')}`);
    fc.assert(
      fc.property(path, path, fc.boolean(), (source, target, isReadOnly) => {
        const fields = ['type=bind', `source=${source}`, `target=${target}`];
        expect(fieldsOf(mountValue({ type: 'bind', source, target, isReadOnly }))).toEqual(
          isReadOnly ? [...fields, 'readonly'] : fields,
        );
      }),
    );
  });
});

/** RFC 4180: a field in quotes has its quotes doubled; anywhere else a quote is an error. */
function fieldsOf(record: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= record.length; at += 1) {
    if (record[at] === '"') {
      let text = '';
      for (at += 1; record[at] !== '"' || record[at + 1] === '"'; at += 1) {
        if (at >= record.length) throw new Error('An open quote');
        text += record[at];
        if (record[at] === '"') at += 1;
      }
      at += 1;
      fields.push(text);
    } else {
      const end = record.indexOf(',', at);
      const text = record.slice(at, end < 0 ? undefined : end);
      if (/["\r\n]/.test(text)) throw new Error('A bare quote or line end');
      fields.push(text);
      at += text.length;
    }
    if (at < record.length && record[at] !== ',') throw new Error('No comma');
  }
  return fields;
}
