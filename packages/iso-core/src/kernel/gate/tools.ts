// Which symbols say what the build tools are and can, and which tool stands behind a condition.
import { operandsOf, type Expression, type KconfigTree } from '../kconfig/index.js';
import type { Need } from '../require/index.js';

const TOOLCHAIN_SYMBOL =
  /^(?:CC_VERSION_TEXT|(?:GCC|CLANG|AS|LD|LLD|PAHOLE|RUSTC|RUSTC_LLVM|BINDGEN)_VERSION(?:_TEXT)?|(?:CC|AS|LD|RUSTC)_(?:IS|HAS|CAN)_.*|AS_.*|TOOLS_SUPPORT_.*|PAHOLE_.*|RUSTC_.*)$/;

/** Tools by what conditions about them have in common, the most telling first. */
const TOOLS: ReadonlyArray<readonly [RegExp, string]> = [
  [/PAHOLE|pahole/, 'pahole'],
  [/LIBELF|libelf/, 'libelf'],
  [/plugin/i, 'the headers for GCC plugins'],
  [/\bRUST|\bBINDGEN|\$\(rust|rustc/, 'rustc'],
  [/\bAS_|\$\(as-/, 'the assembler'],
  [/\b(?:LD|LLD)_|\$\(ld-/, 'the linker'],
  [/\b(?:CC|GCC|CLANG)_|\$\(cc-|\$\(CC\)/, 'the compiler'],
  [/\$\(/, 'a build tool'],
];

/** Whether a symbol without a prompt is what a build tool's version or abilities make it. */
export function isToolchainSymbol(name: string, tree: KconfigTree): boolean {
  if (tree.hasPrompt(name)) return false;
  if (TOOLCHAIN_SYMBOL.test(name)) return true;
  const symbol = tree.symbol(name);
  if (symbol === undefined) return false;
  const defaults = symbol.defaults.flatMap(({ value, condition }) => [value, condition]);
  return [symbol.dependsOn, ...defaults].some(asksCommand);
}

/** The tool that the innermost of `needs` are about; `undefined` when they are about none. */
export function toolBehind(needs: readonly Need[]): string | undefined {
  for (const need of needs) {
    const inner = toolBehind(need.because);
    if (inner !== undefined) return inner;
  }
  const innermost = needs.filter(({ because }) => because.length === 0);
  for (const [pattern, tool] of TOOLS) {
    if (innermost.some(({ what }) => pattern.test(what))) return tool;
  }
  return undefined;
}

function asksCommand(expression: Expression): boolean {
  for (const operand of operandsOf(expression)) if (operand.kind === 'unknown') return true;
  return false;
}
