// What `podman build` leaves where it is stopped: its working container, as large as the image, which it calls
// after the base. A base by a name of this process alone makes it known.
import { containerName, isAbandoned } from './container-name.js';
import type { CallOptions, EngineCommands } from './engine-commands.js';

/**
 * Fetches `baseImage` if it is not there, runs `build` with another name for it, and removes that name and
 * what the build left. Rejects as `build` and `EngineCommands.call` do.
 */
export async function withOwnBase(
  engine: EngineCommands,
  baseImage: string,
  options: CallOptions,
  build: (base: string) => Promise<unknown>,
): Promise<void> {
  await removeAbandonedBases(engine);
  if (!(await engine.hasImage(baseImage))) await engine.call(['pull', baseImage], options);
  const name = containerName();
  const base = `localhost/${name}:base`;
  await engine.call(['tag', baseImage, base]);
  try {
    await build(base);
  } finally {
    await engine.attempt(['rm', '--force', '--volumes', `${name}-working-container`]);
    await engine.attempt(['image', 'rm', base]);
  }
}

async function removeAbandonedBases(engine: EngineCommands): Promise<void> {
  const listed = await engine.call(['image', 'ls', '--all', '--format', '{{.Repository}}']);
  for (const repository of listed.split('\n').map((line) => line.trim())) {
    if (isAbandoned(repository.replace(/^localhost\//, ''))) {
      await engine.attempt(['image', 'rm', `${repository}:base`]);
    }
  }
}
