// Whether a constant can change with a URL: it cannot where it also says something else.
import { Node, type Identifier } from 'ts-morph';
import { keyOf, type Variable } from './follow.js';

/**
 * Finds the first use of a variable that is none of `expected`, the references that lead to URLs. What is
 * exported may be used for anything.
 */
export function otherUses(nodes: readonly Node[], expected: ReadonlySet<Node>) {
  const names = identifiersByName(nodes);
  const known = new Map<string, Node | undefined>();
  return (variable: Variable): Node | undefined => {
    const { declaration, path } = variable;
    const key = JSON.stringify([declaration.getPos(), ...path]);
    if (known.has(key)) return known.get(key);
    const use = declaration.isExported()
      ? declaration
      : (names.get(declaration.getName()) ?? [])
          .filter((name) => isUseOf(name, declaration))
          .map((name) => usedPart(name, path))
          .find((part) => part !== undefined && !expected.has(part));
    known.set(key, use);
    return use;
  };
}

function identifiersByName(nodes: readonly Node[]): ReadonlyMap<string, readonly Identifier[]> {
  const names = new Map<string, Identifier[]>();
  for (const node of nodes.filter(Node.isIdentifier)) {
    const same = names.get(node.getText());
    if (same === undefined) names.set(node.getText(), [node]);
    else same.push(node);
  }
  return names;
}

function isUseOf(name: Identifier, declaration: Node): boolean {
  const parent = name.getParent();
  if (parent === declaration) return false;
  if (Node.isShorthandPropertyAssignment(parent)) {
    return parent.getValueSymbol()?.getValueDeclaration() === declaration;
  }
  return name.getSymbol()?.getValueDeclaration() === declaration;
}

/** The expression that reads the property at `path` of `name`, or all of it; undefined for another property. */
function usedPart(name: Node, path: readonly string[]): Node | undefined {
  let part = name;
  for (const key of path) {
    const access = part.getParent();
    const isRead =
      (Node.isPropertyAccessExpression(access) || Node.isElementAccessExpression(access)) &&
      access.getExpression() === part;
    if (!isRead) return part;
    const asked = keyOf(access);
    if (asked !== undefined && asked !== key) return undefined;
    part = access;
  }
  return part;
}
