// The JSON schema of the ISO spec, which editors complete and check `minikube-iso.json` with.
import { z } from 'zod';
import { specSchema } from './schema.js';

/** JSON schema (draft 7, which every editor knows) of the spec as a user writes it. */
export function jsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(specSchema, { io: 'input', target: 'draft-7' });
}

/** What `minikube-iso.schema.json` holds. */
export function jsonSchemaText(): string {
  return `${JSON.stringify(jsonSchema(), undefined, 2)}\n`;
}
