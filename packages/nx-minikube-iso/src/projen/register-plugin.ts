// Has an nx.json that projen writes load the plugin. Any other one is not projen's to change.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectFile, Project } from 'projen';

const registered = new WeakSet<ObjectFile>();

/** Registers the plugin and its sync generator, once; where projen writes no nx.json, says how it is done. */
export function registerPlugin(root: Project): void {
  const nxJson = root.tryFindObjectFile('nx.json');
  if (nxJson === undefined) {
    warnUnlessRegistered(root);
  } else if (!registered.has(nxJson)) {
    registered.add(nxJson);
    nxJson.addToArray('plugins', 'nx-minikube-iso');
    nxJson.addToArray('sync.globalGenerators', 'nx-minikube-iso:sync');
  }
}

function warnUnlessRegistered({ outdir, logger }: Project): void {
  const path = join(outdir, 'nx.json');
  if (existsSync(path) && /"nx-minikube-iso(?:\/plugin)?"/.test(readFileSync(path, 'utf8'))) return;
  logger.warn(
    'nx.json: expected the plugin nx-minikube-iso, found none. Run: npx nx g nx-minikube-iso:init',
  );
}
