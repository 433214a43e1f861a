// What must fit together in an ISO spec, beyond each key by itself.
import type { z } from 'zod';
import { isReachingLauncher } from './iso-spec.js';
import { requireOneOf } from './schema-origin.js';
import { checkSource } from './schema-source.js';

/** A spec whose keys may be wrong in themselves: these checks run all the same. */
export function checkWhole(value: Readonly<Record<string, unknown>>, context: z.RefinementCtx) {
  requireOneOf(['minikube', 'base'], value, context);
  checkSource(value, context);
  const { base, architectures = ['amd64'], engine } = value;
  if (engine === 'source') checkLauncher(value['kernel'], context);
  if (base === undefined) return;
  if (engine === 'source') {
    context.addIssue({
      code: 'custom',
      path: ['engine'],
      message: '"remaster" (a base ISO has no sources to build from)',
    });
  }
  if (isObject(base) && Array.isArray(architectures)) {
    checkArchitectures(Object.keys(base), architectures.map(String), context);
  }
}

/** minikube's Buildroot compiles with a compiler that it has built itself, and with its own ccache. */
function checkLauncher(kernel: unknown, context: z.RefinementCtx) {
  const compiler = isObject(kernel) ? kernel['compiler'] : undefined;
  const launcher = isObject(compiler) ? compiler['launcher'] : undefined;
  if (!isReachingLauncher(launcher)) return;
  context.addIssue({
    code: 'custom',
    path: ['kernel', 'compiler', 'launcher'],
    message:
      '"ccache" or "none" (with "engine": "source" Buildroot compiles, with a compiler that it has built itself)',
  });
}

function checkArchitectures(
  based: readonly string[],
  wanted: readonly string[],
  context: z.RefinementCtx,
) {
  for (const architecture of wanted.filter((name) => !based.includes(name))) {
    context.addIssue({
      code: 'custom',
      path: ['base', architecture],
      message: `an ISO for ${architecture}, which is one of the architectures`,
    });
  }
  for (const architecture of based.filter((name) => !wanted.includes(name))) {
    context.addIssue({
      code: 'custom',
      path: ['base', architecture],
      message: `only the architectures to build for (${wanted.join(', ')})`,
      params: { found: 'another one' },
    });
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
