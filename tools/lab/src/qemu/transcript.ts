// What a guest printed on its console, and what its script reported there.
import { cleanText } from 'iso-core';

export interface Transcript {
  /** Everything printed, without control sequences. */
  readonly console: string;
  /** The script's exit code; `undefined` when the guest ended without telling, as after a panic. */
  readonly exitCode: number | undefined;
  /** What the script reported by `echo "lab: name=value"`; the last value of a name counts. */
  readonly facts: ReadonlyMap<string, string>;
}

const FACT = /^lab: ([\w.-]+)=(.*)$/;

/** Reads the lines of a console. */
export function readTranscript(lines: readonly string[]): Transcript {
  const cleaned = lines.map((line) => cleanText(line).trimEnd());
  const facts = new Map<string, string>();
  for (const line of cleaned) {
    const [, name, value] = FACT.exec(line) ?? [];
    if (name !== undefined && value !== undefined) facts.set(name, value);
  }
  const exit = facts.get('exit');
  facts.delete('exit');
  return {
    console: cleaned.join('\n'),
    exitCode: exit !== undefined && /^\d+$/.test(exit) ? Number(exit) : undefined,
    facts,
  };
}
