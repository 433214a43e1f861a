// The error codes of the packages, read from their sources by what the compiler knows of each
// `new IsoError(code, …)`: a literal, or a type that is a union of literals.
import ts from 'typescript';

/**
 * The codes of a project's sources, sorted, and the places (`file:line`) whose code the compiler knows
 * no more of than that it is a string. Tests and their helpers are not looked at.
 */
export function errorCodes(tsconfigPath) {
  const program = programOf(tsconfigPath);
  const checker = program.getTypeChecker();
  const codes = new Set();
  const unknown = [];
  const visit = (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'IsoError') {
      const known = literalsOf(checker.getTypeAtLocation(node.arguments[0]));
      if (known === undefined) unknown.push(placeOf(node));
      else known.forEach((code) => codes.add(code));
    }
    ts.forEachChild(node, visit);
  };
  const names = new Set(program.getRootFileNames());
  program
    .getSourceFiles()
    .filter(({ fileName }) => names.has(fileName))
    .forEach(visit);
  return { codes: [...codes].sort(), unknown };
}

function programOf(tsconfigPath) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: refuse };
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(tsconfigPath, {}, host);
  return ts.createProgram(fileNames, { ...options, noEmit: true });
}

function refuse({ messageText }) {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** The values of a type that is a string literal or a union of such; otherwise undefined. */
function literalsOf(type) {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => part.isStringLiteral())
    ? parts.map(({ value }) => value)
    : undefined;
}

function placeOf(node) {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${file.fileName}:${line + 1}`;
}
