// The scripts of the package's folder probes/.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of probes/: `driver.sh`, `netem-delay.sh`. It is part of the package, so it is there. */
export function packageScript(name: string): string {
  // Three levels up from both src/ and dist/.
  return readFileSync(fileURLToPath(new URL(`../../../probes/${name}`, import.meta.url)), 'utf8');
}
