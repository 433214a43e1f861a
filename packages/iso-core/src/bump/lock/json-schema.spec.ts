import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lockJsonSchemaText } from './json-schema.js';

const FILE = fileURLToPath(new URL('../../../minikube-iso-lock.schema.json', import.meta.url));

describe('the JSON schema of locks', () => {
  // After a change of the lock: vitest run src/bump/lock/json-schema.spec.ts --update
  it('is what minikube-iso-lock.schema.json holds', async () => {
    await expect(lockJsonSchemaText()).toMatchFileSnapshot(FILE);
  });

  it('names the version, and refuses keys that no lock has', () => {
    expect(JSON.parse(lockJsonSchemaText())).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        lockVersion: { const: 1 },
        architectures: { additionalProperties: false, properties: { amd64: {}, arm64: {} } },
      },
      required: ['lockVersion', 'architectures', 'files'],
    });
  });
});
