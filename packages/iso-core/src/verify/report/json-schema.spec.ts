import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reportJsonSchemaText } from './json-schema.js';

const FILE = fileURLToPath(new URL('../../../verify-report.schema.json', import.meta.url));

describe('the JSON schema of reports', () => {
  // After a change of the report: vitest run src/verify/report/json-schema.spec.ts --update
  it('is what verify-report.schema.json holds', async () => {
    await expect(reportJsonSchemaText()).toMatchFileSnapshot(FILE);
  });

  it('names the version, and refuses keys that no report has', () => {
    expect(JSON.parse(reportJsonSchemaText())).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        reportVersion: { const: 1 },
        verdict: { enum: ['passed', 'failed', 'incomplete'] },
      },
      required: expect.arrayContaining(['verdict', 'shortcomings', 'requirements', 'probes']),
    });
  });
});
