// Help for the tests of modules folders: objects that depmod takes for modules, made by gcc.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TestModule {
  readonly name: string;
  readonly exports?: string;
  readonly imports?: string;
  readonly alias?: string;
}

/** A relocatable object with a module's sections. */
export function compileModule(folder: string, { name, ...module }: TestModule): Buffer {
  const info = [`name=${name}`, 'license=GPL', 'vermagic=6.1.0 SMP '];
  if (module.alias !== undefined) info.push(`alias=${module.alias}`);
  const section = (sectionName: string, strings: readonly string[]): string =>
    `.section ${sectionName},"a"\n${strings.map((text) => `.asciz "${text}"\n`).join('')}`;
  const source = [
    section('.modinfo', info),
    module.exports === undefined ? '' : section('__ksymtab_strings', [module.exports]),
    '.text\n.globl init_module\ninit_module:\n',
    module.exports === undefined ? '' : `.globl ${module.exports}\n${module.exports}:\n`,
    module.imports === undefined ? '' : `.quad ${module.imports}\n`,
  ].join('\n');
  const output = join(folder, `${name}.o`);
  execFileSync('gcc', ['-c', '-x', 'assembler', '-', '-o', output], { input: source });
  return readFileSync(output);
}
