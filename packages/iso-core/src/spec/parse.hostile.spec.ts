import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError } from '../runtime/index.js';
import { MAX_SPEC_SIZE, parseSpec } from './parse.js';
import { resolveRequirements } from './resolve.js';
import { parse, problemsIn } from './spec.testing.js';

/** What reading and resolving a text comes to: nothing but an IsoError may be thrown. */
function outcomeOf(text: string): string {
  try {
    resolveRequirements(parseSpec(text, { path: 'spec.json' }));
    return 'accepted';
  } catch (error) {
    if (!isIsoError(error)) throw error;
    expect(error.message).not.toMatch(/[\n\r\u001b]/);
    expect(error.hint).not.toBe('');
    return error.code;
  }
}

/** Values near to those that a spec has, so that every check is reached. */
const nearly = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom('1.38.1', 'tc', 'NET_SCH_PRIO', 'CONFIG_X', 'y', 'n', 'drop', 'http://a/b', ''),
    fc.constantFrom<unknown>(null, true, 1, -1, 1.5, 1e300),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...['minikube', 'base', 'architectures', 'kernel', 'require', 'source', 'compiler', 'jobs'],
        ...[
          'foreignModules',
          'override',
          'mirrors',
          'iso',
          'output',
          'name',
          'path',
          'url',
          'sha256',
        ],
        ...['option', 'value', 'anyOf', 'amd64', 'arm64', 'engine', '__proto__', 'constructor'],
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

describe('reading a hostile spec', () => {
  it('never throws anything but an IsoError, whatever the JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => void outcomeOf(text)));
    fc.assert(
      fc.property(nearly, (value) => void outcomeOf(JSON.stringify(value) ?? 'null')),
      { numRuns: 2000 },
    );
  });

  it('never throws anything but an IsoError, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void outcomeOf(text)));
  });

  it('refuses a text over the bound before reading it', () => {
    expect(outcomeOf(' '.repeat(MAX_SPEC_SIZE + 1))).toBe('SPEC_TOO_LARGE');
  });

  it('refuses deep nesting without running out of stack', () => {
    expect(outcomeOf('['.repeat(500_000))).toBe('SPEC_NOT_JSON');
    expect(outcomeOf('{"a":'.repeat(100_000))).toBe('SPEC_NOT_JSON');
  });

  it('takes keys of Object.prototype for what they are: unknown', () => {
    const text = '{ "minikube": "1.38.1", "__proto__": { "engine": "source" }, "constructor": {} }';
    expect(() => parseSpec(text, { path: 'spec.json' })).toThrow(
      /__proto__ .*an unknown key.*; constructor .*an unknown key/,
    );
    expect(parse({ minikube: '1.38.1' }).engine).toBe('remaster');
  });

  it.each(['a/b', '..', '.hidden', 'a..b', '-rf', 'a b', 'a\nb', 'a;b', '', 'ä', 'x'.repeat(101)])(
    'refuses the output name %j',
    (name) => {
      expect(problemsIn({ minikube: '1.38.1', output: { name } })).toHaveLength(1);
    },
  );

  it.each([
    'file:///etc/passwd',
    'ftp://example.com/a',
    'http://',
    'https://user:secret@example.com/a',
    'https://user@example.com/a',
    'http://example.com/a b',
    'http://example.com\\@evil.example/',
    'http://example.com/#a',
    'javascript:alert(1)',
  ])('refuses the URL %j', (url) => {
    expect(problemsIn({ base: { amd64: { url } } })).toHaveLength(1);
  });

  it.each(['', 'a\0b', 'a\nb', '~/base.iso', '~'])('refuses the path %j', (path) => {
    expect(problemsIn({ base: { amd64: { path } } })).toHaveLength(1);
  });

  it.each(['ccache gcc', '../ccache', '/usr/bin/ccache', '-c', '$(id)', 'a`b`'])(
    'refuses the launcher %j, which make would hand to a shell',
    (launcher) => {
      expect(problemsIn({ minikube: '1.38.1', kernel: { compiler: { launcher } } })).toHaveLength(
        1,
      );
    },
  );

  it.each(['a b', 'A-B', 'A\nB', '', 'A'.repeat(129), 'CONFIG_', '$(shell id)'])(
    'refuses the option %j',
    (option) => {
      const require = [{ option, value: 'y' }];
      expect(problemsIn({ minikube: '1.38.1', kernel: { require } })).toHaveLength(1);
    },
  );

  it('refuses a value that would begin another line of a .config', () => {
    const require = [{ option: 'LOCALVERSION', value: 'a"\nCONFIG_EVIL=y\n#' }];
    expect(problemsIn({ minikube: '1.38.1', kernel: { require } })).toHaveLength(1);
  });

  it('names the first of very many problems, and how many more there are', () => {
    const problems = problemsIn({ minikube: '1.38.1', kernel: { require: Array(500).fill(0) } });
    expect(problems).toHaveLength(31);
    expect(problems.at(-1)).toBe('and 470 more');
  });

  it('shows what it found on one line, shortened, with nothing that moves a cursor', () => {
    const [problem = ''] = problemsIn({ minikube: `\u001b[2J\u202e\u0085${'x'.repeat(500)}` });
    expect(problem).toContain('"\\u001b[2J\\u202e\\u0085xxx');
    expect(problem.length).toBeLessThan(250);
  });
});
