// Where a build runs: where the spec wishes, or, with `auto`, where this computer has the means for it.
import { IsoError, isIsoError, type Runner } from '../runtime/index.js';
import type { IsoSpec } from '../spec/index.js';
import type { BuildHost, ToolNeed } from './build-host.js';
import { containerMachine, findEngine, type ContainerEngine } from './container/index.js';
import type { BuildMachine, MachineContext } from './machine.js';
import { findVagrant, vagrantMachine } from './vagrant/index.js';

export interface HostChoice {
  readonly wish: Pick<IsoSpec, 'host' | 'container' | 'vagrant'>;
  /** This computer. */
  readonly local: BuildHost;
  /** What every build of the wished kind takes. */
  readonly needs: readonly ToolNeed[];
  /** Default: this computer's. */
  readonly platform?: NodeJS.Platform;
}

/**
 * The machine to build on; `undefined` for this computer itself. Rejects with what the wished host lacks,
 * and with `BUILD_HOST_NOT_FOUND` where `auto` finds none.
 */
export async function chooseMachine(
  choice: HostChoice,
  context: MachineContext,
): Promise<BuildMachine | undefined> {
  const { wish, platform = process.platform } = choice;
  // A build has the same paths there as here, and those of Windows exist on no Linux.
  if (platform === 'win32' && wish.host !== 'local') throw notFound(platform);
  switch (wish.host) {
    case 'local':
      return undefined;
    case 'container':
      return containerMachine(
        await findEngine(wish.container, context.run),
        wish.container,
        context,
      );
    case 'vagrant':
      await findVagrant(context.run);
      return vagrantMachine(wish.vagrant, context);
    case 'auto':
      return chooseAutomatically(choice, context);
  }
}

async function chooseAutomatically(
  { wish, local, needs, platform = process.platform }: HostChoice,
  context: MachineContext,
): Promise<BuildMachine | undefined> {
  const isLinux = platform === 'linux';
  const missing = isLinux ? await local.missingTools(needs) : [];
  if (isLinux && missing.length === 0) return undefined;
  const engine = await answering(() => findEngine(wish.container, context.run), context);
  if (engine !== undefined) {
    const machine = containerMachine(engine, wish.container, context);
    const why = isLinux
      ? `this machine lacks ${missing.map(({ tool }) => tool).join(', ')}`
      : 'kernels are built on Linux';
    context.progress.note(`Building in ${machine.name}: ${why}`);
    return machine;
  }
  // The build says what is missing, all of it.
  if (isLinux) return undefined;
  if (platform === 'darwin' && (await isThere(context.run))) {
    context.progress.note('Building in a Vagrant machine: no container engine answers');
    return vagrantMachine(wish.vagrant, context);
  }
  throw notFound(platform);
}

async function answering(
  find: () => Promise<ContainerEngine>,
  { progress }: MachineContext,
): Promise<ContainerEngine | undefined> {
  try {
    return await find();
  } catch (error) {
    if (isIsoError(error, 'CONTAINER_ENGINE_NOT_FOUND')) return undefined;
    if (!isIsoError(error, 'CONTAINER_ENGINE_STOPPED', 'CONTAINER_ENGINE_FORBIDDEN')) throw error;
    // It would do: what is said in the end is what is missing here.
    progress.note(`${error.message}. ${error.hint}`);
    return undefined;
  }
}

async function isThere(run: Runner): Promise<boolean> {
  try {
    await findVagrant(run);
    return true;
  } catch (error) {
    if (isIsoError(error) && error.code.startsWith('VAGRANT_')) return false;
    throw error;
  }
}

function notFound(platform: NodeJS.Platform): IsoError {
  if (platform === 'win32') {
    return new IsoError(
      'BUILD_HOST_NOT_FOUND',
      'A build has paths of its computer, and those of Windows exist in no container',
      { hint: 'Run the same command in WSL 2, where Linux builds.', details: { platform } },
    );
  }
  return new IsoError('BUILD_HOST_NOT_FOUND', 'Nothing here can build a kernel', {
    hint: 'Start Docker Desktop, Colima or Podman, or install Vagrant with VirtualBox.',
    details: { platform },
  });
}
