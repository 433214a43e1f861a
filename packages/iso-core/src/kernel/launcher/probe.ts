// A file to compile, by which the compiler and the assembler that did it can be told.
import { join } from 'node:path';
import { writeAtomically } from '../../runtime/index.js';

/** Writes the source of the probe. Resolves with its path. */
export async function writeProbe(folder: string): Promise<string> {
  const path = join(folder, 'probe.c');
  await writeAtomically(path, 'int probe(int value) { return value; }\n');
  return path;
}

/** The arguments that compile it. Without debug information of the compiler's, the assembler adds its own. */
export function probeArguments(source: string, object: string): string[] {
  return ['-Wa,--gdwarf-2', '-c', source, '-o', object];
}

/** Of `e_machine` in an ELF header. */
const MACHINE_AT = 18;

/**
 * Who made an object of the probe, and for what: the compiler as it says in `.comment`, with the name of
 * the distribution's build, the assembler as it says in `.debug_info`, and the number of the machine.
 */
export function madeBy(object: Uint8Array): string {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.byteLength);
  const text = bytes.toString('latin1');
  const names = [/GCC: [^\0]*/, /GNU AS [^\0]*/].map((name) => name.exec(text)?.[0] ?? 'unknown');
  return [...names, `ELF machine ${bytes.readUInt16LE(MACHINE_AT)}`].join(', ');
}
