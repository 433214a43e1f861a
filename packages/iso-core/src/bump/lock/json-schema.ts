// The JSON schema of locks, for programs that read them.
import { z } from 'zod';
import { lockSchema } from './lock.js';

/** What `minikube-iso-lock.schema.json` holds: draft 7, as the schema of the spec. */
export function lockJsonSchemaText(): string {
  const schema = z.toJSONSchema(lockSchema, { io: 'output', target: 'draft-7' });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
