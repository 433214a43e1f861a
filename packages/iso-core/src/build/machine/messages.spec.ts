import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IsoError } from '../../runtime/index.js';
import { parseMessage, parseRequest, refusal, type WorkerMessage } from './messages.js';

const REQUEST = {
  specPath: '/workspace/minikube-iso.json',
  outputFolder: '/workspace/iso',
  cacheFolder: '/cache',
  architecture: 'amd64',
  machine: 'a container',
  env: { https_proxy: 'http://proxy' },
} as const;

const message: fc.Arbitrary<WorkerMessage> = fc.oneof(
  fc.record({ kind: fc.constant('note' as const), line: fc.string({ unit: 'binary' }) }),
  fc.record({ kind: fc.constant('begin' as const), step: fc.nat(1000), title: fc.string() }),
  fc.record({ kind: fc.constant('done' as const), step: fc.nat(1000), detail: fc.string() }),
  fc.record({
    kind: fc.constant('update' as const),
    step: fc.nat(1000),
    fraction: fc.double({ min: 0, max: 1, noNaN: true }).filter((value) => !Object.is(value, -0)),
  }),
);

describe('a message', () => {
  it('is one line, and comes out as it went in', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const line = JSON.stringify(sent);
        expect(line).not.toContain('\n');
        expect(parseMessage(line)).toEqual(sent);
      }),
    );
  });

  it('is nothing else that a program prints', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(parseMessage(line)).toBeUndefined();
      }),
    );
  });

  it.each([
    '{"kind":"built","stages":[{"name":"x"}]}',
    '{"kind":"refused","code":"no code","message":"","hint":"","details":{}}',
    '{"kind":"begin","step":-1,"title":"x"}',
    '{"kind":"other"}',
    'null',
  ])('is refused where it is not whole: %s', (line) => {
    expect(parseMessage(line)).toBeUndefined();
  });

  it('carries an error with its code, hint and details', () => {
    const details = { missing: ['gcc'] };
    const error = new IsoError('TOOLS_MISSING', 'gcc is missing', { hint: 'Install it.', details });
    expect(parseMessage(JSON.stringify(refusal(error)))).toEqual({
      kind: 'refused',
      code: 'TOOLS_MISSING',
      message: 'gcc is missing',
      hint: 'Install it.',
      details,
    });
  });
});

describe('a request', () => {
  it('comes out as it went in', () => {
    expect(parseRequest(JSON.stringify(REQUEST))).toEqual(REQUEST);
    expect(parseRequest(JSON.stringify({ ...REQUEST, jobs: 3 }))).toEqual({ ...REQUEST, jobs: 3 });
  });

  it.each([{ architecture: 'riscv64' }, { jobs: 1.5 }, { more: 1 }, { env: { A: 1 } }])(
    'is refused with %j',
    (change) => {
      expect(() => parseRequest(JSON.stringify({ ...REQUEST, ...change }))).toThrow();
    },
  );
});
