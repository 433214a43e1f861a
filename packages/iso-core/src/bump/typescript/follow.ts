// Follows a name to what is written for it: constants of the same file, and the properties of such that are
// object literals.
import { Node, VariableDeclarationKind, type Expression, type VariableDeclaration } from 'ts-morph';

export interface Variable {
  readonly declaration: VariableDeclaration;
  /** The properties on the way to the value. */
  readonly path: readonly string[];
}

/** As a program writes it: `ISO.date`. */
export function variableName({ declaration, path }: Variable): string {
  return [declaration.getName(), ...path].join('.');
}

/** A step from where a name is used to the value that it stands for. */
export interface Step extends Variable {
  readonly reference: Node;
  readonly value: Expression;
}

/** What `reference` may stand for; nothing when that is known only when the program runs. */
export function follow(reference: Node): Step[] {
  if (Node.isIdentifier(reference)) {
    const declaration = constantOf(reference);
    const value = declaration?.getInitializer();
    if (declaration === undefined || value === undefined) return [];
    return [{ declaration, path: [], reference, value }];
  }
  if (!Node.isPropertyAccessExpression(reference) && !Node.isElementAccessExpression(reference)) {
    return [];
  }
  const key = keyOf(reference);
  return follow(unwrapped(reference.getExpression())).flatMap(({ declaration, path, value }) =>
    propertiesOf(unwrapped(value))
      .filter(({ name }) => key === undefined || key === name)
      .map(({ name, value: inner }) => ({
        declaration,
        path: [...path, name],
        reference,
        value: inner,
      })),
  );
}

/** The name of the property that is asked for; undefined when it depends. */
export function keyOf(access: Node): string | undefined {
  if (Node.isPropertyAccessExpression(access)) return access.getName();
  if (!Node.isElementAccessExpression(access)) return undefined;
  const argument = access.getArgumentExpression();
  return Node.isStringLiteral(argument) ? argument.getLiteralValue() : undefined;
}

/** Without parentheses, `as const`, `satisfies …` and what else has no effect on a value. */
export function unwrapped(node: Node): Node {
  return isWrapper(node) ? unwrapped(node.getExpression()) : node;
}

export function isWrapper(node: Node) {
  return (
    Node.isParenthesizedExpression(node) ||
    Node.isAsExpression(node) ||
    Node.isSatisfiesExpression(node) ||
    Node.isTypeAssertion(node) ||
    Node.isNonNullExpression(node)
  );
}

function constantOf(name: Node): VariableDeclaration | undefined {
  const declaration = name.getSymbol()?.getValueDeclaration();
  if (!Node.isVariableDeclaration(declaration)) return undefined;
  const isConstant =
    declaration.getVariableStatement()?.getDeclarationKind() === VariableDeclarationKind.Const;
  return isConstant && Node.isIdentifier(declaration.getNameNode()) ? declaration : undefined;
}

/** The properties of an object literal that is written out whole. */
function propertiesOf(node: Node): { name: string; value: Expression }[] {
  if (!Node.isObjectLiteralExpression(node)) return [];
  const properties = node.getProperties().map((property) => {
    if (!Node.isPropertyAssignment(property)) return undefined;
    const [name, value] = [propertyName(property), property.getInitializer()];
    return name === undefined || value === undefined ? undefined : { name, value };
  });
  const known = properties.filter((property) => property !== undefined);
  return known.length === properties.length ? known : [];
}

/** The name of a property that is written with its value: `isoUrl: …`, `'iso-url': …`. */
export function propertyName(node: Node): string | undefined {
  if (!Node.isPropertyAssignment(node)) return undefined;
  const name = node.getNameNode();
  if (Node.isIdentifier(name)) return name.getText();
  return Node.isStringLiteral(name) ? name.getLiteralValue() : undefined;
}
