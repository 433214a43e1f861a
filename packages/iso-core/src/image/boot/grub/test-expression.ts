// GRUB's `[` and `test`: the expressions that configs use to choose between branches.

/** Whether a file exists, for `-e`, `-f`, `-s`. */
export type FileExists = (path: string) => Promise<boolean>;

/** Evaluates the arguments of `test`; what it does not know is false. */
export async function evaluateTest(args: readonly string[], exists: FileExists): Promise<boolean> {
  const or = args.indexOf('-o');
  if (or > 0) {
    const left = await evaluateTest(args.slice(0, or), exists);
    return left || evaluateTest(args.slice(or + 1), exists);
  }
  const and = args.indexOf('-a');
  if (and > 0) {
    const left = await evaluateTest(args.slice(0, and), exists);
    return left && evaluateTest(args.slice(and + 1), exists);
  }
  const [first = '', ...rest] = args;
  if (first === '!') return !(await evaluateTest(rest, exists));
  if (args.length === 3) return compare(first, args[1] ?? '', args[2] ?? '');
  if (args.length === 2) return unary(first, args[1] ?? '', exists);
  return args.length === 1 && first !== '';
}

function compare(left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '-eq':
      return Number(left) === Number(right);
    case '-ne':
      return Number(left) !== Number(right);
    case '-lt':
      return Number(left) < Number(right);
    case '-le':
      return Number(left) <= Number(right);
    case '-gt':
      return Number(left) > Number(right);
    case '-ge':
      return Number(left) >= Number(right);
    default:
      return false;
  }
}

async function unary(operator: string, operand: string, exists: FileExists): Promise<boolean> {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  if (['-e', '-f', '-s'].includes(operator)) return exists(operand);
  return false;
}
