import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { jsonSchema, jsonSchemaText } from './json-schema.js';

const FILE = fileURLToPath(new URL('../../minikube-iso.schema.json', import.meta.url));

describe('the JSON schema', () => {
  // After a change of the schema: vitest run src/spec/json-schema.spec.ts --update
  it('is what minikube-iso.schema.json holds', async () => {
    await expect(jsonSchemaText()).toMatchFileSnapshot(FILE);
  });

  it('lets editors complete every key, and refuses others', () => {
    expect(jsonSchema()).toMatchObject({
      type: 'object',
      additionalProperties: false,
      oneOf: [{ required: ['minikube'] }, { required: ['base'] }],
      properties: {
        $schema: { type: 'string' },
        engine: { enum: ['remaster', 'source'], default: 'remaster' },
        kernel: { additionalProperties: false },
      },
    });
  });

  it('requires no key that has a default', () => {
    expect(jsonSchema()).not.toHaveProperty('required');
  });

  it('says of every key what it is for', () => {
    const bare: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, value] of Object.entries(schema)) {
        if (key !== 'properties') visit(value, `${path}/${key}`);
        else {
          for (const [name, property] of Object.entries(value as object)) {
            const { description } = property as { description?: string };
            if (description === undefined) bare.push(`${path}/${name}`);
            visit(property, `${path}/${name}`);
          }
        }
      }
    };
    visit(jsonSchema(), '');
    expect(bare).toEqual([]);
  });
});
