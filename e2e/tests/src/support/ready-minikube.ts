// The fixture of minikube's sources whose make has nothing to compile: it puts the lab's ISO, which is in the
// repository, where minikube's would be. It takes nothing from the computer that it runs on.
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitIn, makeMinikubeRepository, type MinikubeRepository } from './minikube-repository.js';
import { labIso } from './workspace.js';

/** No release has these commits. */
export async function makeReadyMinikube(folder: string): Promise<MinikubeRepository> {
  const { url, commits } = await makeMinikubeRepository(folder);
  const git = gitIn(folder);
  const ready = async (layout: 'old' | 'new') => {
    git('checkout', '--quiet', '-B', layout, commits[layout]);
    const script = join(folder, 'hack/buildroot.sh');
    const [, kernel = ''] = /linux (\d[\d.]*) /.exec(await readFile(script, 'utf8')) ?? [];
    await writeFile(script, BUILDROOT.replaceAll('KERNEL', kernel));
    await copyFile(labIso('amd64'), join(folder, 'hack/base.iso'));
    git('add', '--all');
    git('commit', '--quiet', '--message=Take the ISO that is there');
    return git('rev-parse', 'HEAD');
  };
  return { url, commits: { old: await ready('old'), new: await ready('new') } };
}

const BUILDROOT = `set -e
buildroot=$(dirname "$4")/buildroot
echo '>>> linux KERNEL Building'
mkdir -p "$buildroot/$1/build/linux-KERNEL"
for folder in "$buildroot" "$buildroot/$1"; do
  echo BR2_PACKAGE_AUTOMOUNT=y >"$folder/.config"
done
cp hack/base.iso "$4"
`;
