// What a build on a machine is asked, and what it says: one line of JSON each. What comes from there is
// checked like everything from outside.
import { z } from 'zod';
import type { IsoError } from '../../runtime/index.js';
import { ARCHITECTURES, type Architecture } from '../../runtime/index.js';

export interface WorkerRequest {
  readonly specPath: string;
  readonly outputFolder: string;
  readonly cacheFolder: string;
  readonly architecture: Architecture;
  readonly jobs?: number;
  /** How messages call the machine. */
  readonly machine: string;
  /** Variables of this computer's environment that a build reads. */
  readonly env: Readonly<Record<string, string>>;
}

const requestSchema = z.strictObject({
  specPath: z.string(),
  outputFolder: z.string(),
  cacheFolder: z.string(),
  architecture: z.enum(ARCHITECTURES),
  jobs: z.int().exactOptional(),
  machine: z.string(),
  env: z.record(z.string(), z.string()),
});

const step = z.int().min(0).max(1_000_000);
const detail = z.string().exactOptional();

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), step, title: z.string() }),
  z.object({ kind: z.literal('update'), step, fraction: z.number().exactOptional(), detail }),
  z.object({ kind: z.literal('done'), step, detail }),
  z.object({ kind: z.literal('fail'), step, detail }),
  z.object({ kind: z.literal('note'), line: z.string() }),
  z.object({
    kind: z.literal('built'),
    stages: z.array(z.object({ name: z.string(), seconds: z.number(), cached: z.boolean() })),
  }),
  z.object({
    kind: z.literal('refused'),
    code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
    message: z.string(),
    hint: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
]);

export type WorkerMessage = z.output<typeof messageSchema>;

/** The request in a line that `JSON.stringify` made; throws what `JSON.parse` and zod throw. */
export function parseRequest(line: string): WorkerRequest {
  return requestSchema.parse(JSON.parse(line));
}

/** The message in a line; `undefined` for anything else, such as a program's own output. */
export function parseMessage(line: string): WorkerMessage | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** An error as it goes over the border. */
export function refusal({ code, message, hint, details }: IsoError): WorkerMessage {
  return { kind: 'refused', code, message, hint, details: { ...details } };
}
