// Parses a program in memory: nothing else is read, neither its configuration nor what it imports.
import { extname } from 'node:path';
import { Project, ts, type Node, type SourceFile } from 'ts-morph';
import { cleanLine, IsoError } from '../../runtime/index.js';

/** The syntax tree of a text without a byte order mark. Errors: `BUMP_SYNTAX`. */
export function parseSource(file: string, text: string): SourceFile {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true, noLib: true, noResolve: true, types: [] },
  });
  const source = project.createSourceFile(`/file${extname(file)}`, text);
  const [mistake] = project.getProgram().getSyntacticDiagnostics(source);
  if (mistake === undefined) return source;
  const line = lineAt(source, mistake.getStart());
  const problem = ts.flattenDiagnosticMessageText(mistake.compilerObject.messageText, ' ');
  throw new IsoError('BUMP_SYNTAX', `${file}:${line}: ${cleanLine(problem, 200)}`, {
    hint: 'Correct the file, and run it again; nothing was changed.',
    details: { file, line, problem },
  });
}

/** From 1. */
export function lineAt(source: SourceFile, position: number): number {
  return source.compilerNode.getLineAndCharacterOfPosition(position).line + 1;
}

/** Every node in the order of the file, however deep it stands. */
export function nodesOf(source: SourceFile): Node[] {
  const nodes: Node[] = [];
  const pending: Node[] = [source];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.push(node);
    for (const child of node.forEachChildAsArray().reverse()) pending.push(child);
  }
  return nodes;
}
