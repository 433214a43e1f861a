// The variables that every job of a pipeline has.
import type { Workspace } from './workspace.js';

/** As lines of a YAML mapping. */
export function environment({ packageManager }: Workspace): string[] {
  // As much as a kernel's objects take; what a CI system caches is limited.
  const variables = { CCACHE_MAXSIZE: '2G', ...packageManager.env };
  return Object.entries(variables).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
}
