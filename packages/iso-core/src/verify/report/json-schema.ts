// The JSON schema of reports, for programs that read them.
import { z } from 'zod';
import { reportSchema } from './report.js';

/** What `verify-report.schema.json` holds: draft 7, as the schema of the spec. */
export function reportJsonSchemaText(): string {
  const schema = z.toJSONSchema(reportSchema, { io: 'output', target: 'draft-7' });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
