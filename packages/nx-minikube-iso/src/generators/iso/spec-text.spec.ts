import { isIsoError, knownReleases, parseSpec, presetNames } from 'iso-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import schema from './schema.json' with { type: 'json' };
import { specText, type Answers } from './spec-text.js';

const place = {
  specPath: 'apps/chaos/minikube-iso.json',
  schemaPath: 'node_modules/nx-minikube-iso/minikube-iso.schema.json',
};

const text = (answers: Answers) => specText(answers, place);

describe('the spec', () => {
  it('has every answer, and its schema for editors', () => {
    expect(
      text({
        preset: 'tc',
        minikube: 'v1.37.0',
        architectures: ['arm64', 'amd64'],
        bucket: 'public-chaos-controller',
        makefile: 'Makefile',
      }),
    ).toBe(`{
  "$schema": "../../node_modules/nx-minikube-iso/minikube-iso.schema.json",
  "minikube": "1.37.0",
  "architectures": ["amd64", "arm64"],
  "kernel": {
    "require": ["tc"]
  },
  "publish": {
    "bucket": "public-chaos-controller"
  },
  "bump": {
    "makefile": "../../Makefile"
  }
}
`);
  });

  it('has the defaults of the schema, and no bucket and no makefile', () => {
    const { preset, minikube, architectures } = schema.properties;
    expect(JSON.parse(text({ bucket: '' }))).toEqual({
      $schema: expect.any(String),
      minikube: minikube.default,
      architectures: architectures.default,
      kernel: { require: [preset.default] },
    });
  });

  it('finds its schema from the top of the workspace too', () => {
    const atTop = specText({}, { ...place, specPath: 'minikube-iso.json' });
    expect(atTop).toContain('"$schema": "./node_modules/nx-minikube-iso/');
  });

  it('is a valid one, or none', () => {
    const answers = fc.record<Answers>(
      {
        preset: fc.oneof(fc.constantFrom(...presetNames()), fc.string()),
        minikube: fc.oneof(fc.constantFrom(...knownReleases().map(({ tag }) => tag)), fc.string()),
        architectures: fc.uniqueArray(fc.constantFrom('amd64', 'arm64')),
        bucket: fc.string(),
        makefile: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(answers, (given) => {
        try {
          expect(parseSpec(text(given), { path: 'x' }).base).toBeDefined();
        } catch (error) {
          expect(isIsoError(error)).toBe(true);
        }
      }),
    );
  });
});

describe('an answer that cannot be', () => {
  it.each([
    [{ minikube: 'master' }, 'RELEASE_NOT_A_VERSION'],
    [{ minikube: '9.9.9' }, 'RELEASE_UNKNOWN'],
    [{ minikube: '1.20.0', architectures: ['arm64'] }, 'RELEASE_WITHOUT_ARCHITECTURE'],
    [{ bucket: 's3://isos/minikube' }, 'PUBLISH_BUCKET_INVALID'],
    [{ architectures: [] }, 'SPEC_INVALID'],
  ] as const)('is refused: %j', (answers, code) => {
    expect(() => text(answers)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the schema', () => {
  it('offers every preset, and the newest release that is known', () => {
    const { preset, minikube } = schema.properties;
    expect(preset.enum).toEqual(presetNames());
    expect(`v${minikube.default}`).toBe(knownReleases().at(-1)?.tag);
  });
});
