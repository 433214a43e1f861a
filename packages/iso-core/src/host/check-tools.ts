// The one error about missing tools: all of them at once, with the command that installs them.
import { IsoError } from '../runtime/index.js';
import type { BuildHost, MissingTool, ToolNeed } from './build-host.js';
import { installCommand, type PackageManager } from './package-manager.js';

/**
 * Resolves when `host` has every tool of `needs`; rejects with `TOOLS_MISSING`, which names all that
 * are missing, why each is needed, and the command that installs them.
 */
export async function checkTools(host: BuildHost, needs: readonly ToolNeed[]): Promise<void> {
  const missing = await host.missingTools(needs);
  if (missing.length === 0) return;
  throw toolsMissing(host.name, missing, await host.packageManager(), await host.isRoot());
}

/** The error `TOOLS_MISSING` for the tools that a host lacks. */
export function toolsMissing(
  hostName: string,
  missing: readonly MissingTool[],
  manager: PackageManager | undefined,
  isRoot: boolean,
): IsoError {
  const list = missing.map(({ tool, because }) => `${tool} (${because})`).join(', ');
  const packages = [...new Set(missing.flatMap(({ packageName }) => packageName ?? []))].sort();
  const command =
    manager === undefined || packages.length === 0
      ? undefined
      : installCommand(manager, packages, isRoot);
  const others = missing.filter(({ packageName }) => packageName === undefined);
  return new IsoError(
    'TOOLS_MISSING',
    `${missing.length === 1 ? 'A tool is' : `${missing.length} tools are`} missing on ${hostName}: ${list}`,
    {
      hint: hintFor(command, others),
      details: { missing, ...(command === undefined ? {} : { command }) },
    },
  );
}

function hintFor(command: string | undefined, others: readonly MissingTool[]): string {
  const names = others.map(({ tool }) => tool).join(', ');
  if (command === undefined) return `Install ${names} with your package manager.`;
  if (others.length === 0) return `Run: ${command}`;
  return `Run: ${command} — there is no known package for ${names}: install it yourself.`;
}
