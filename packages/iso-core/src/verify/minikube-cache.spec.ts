import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../runtime/index.js';
import { isosInTheWay } from './minikube-cache.js';

const URL = 'https://isos.example/minikube/minikube-2026-11-22.iso';
const OURS = sha256('ours');
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'minikube-cache-'));
});

afterEach(() => rm(home, { recursive: true, force: true }));

async function keep(path: string, content: string): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

function inTheWay(url = URL, env: Record<string, string> = { HOME: home }) {
  return isosInTheWay({ url, sha256: OURS, architecture: 'amd64', env });
}

describe('isosInTheWay', () => {
  it('finds nothing where minikube was never run', async () => {
    expect(await inTheWay()).toEqual([]);
  });

  it.each(['.minikube/cache/iso/amd64', '.minikube/cache/iso'])(
    'finds another ISO of the same name in %s',
    async (folder) => {
      const path = await keep(`${folder}/minikube-2026-11-22.iso`, 'theirs');
      expect(await inTheWay()).toEqual([{ path, sha256: sha256('theirs') }]);
    },
  );

  it('says nothing of the same ISO, of another name, and of another architecture', async () => {
    await keep('.minikube/cache/iso/amd64/minikube-2026-11-22.iso', 'ours');
    await keep('.minikube/cache/iso/amd64/minikube-2026-11-21.iso', 'theirs');
    await keep('.minikube/cache/iso/arm64/minikube-2026-11-22.iso', 'theirs');
    expect(await inTheWay()).toEqual([]);
  });

  it.each(['mini/.minikube', 'mini'])('looks where MINIKUBE_HOME=%s says', async (folder) => {
    const path = await keep('mini/.minikube/cache/iso/amd64/minikube-2026-11-22.iso', 'theirs');
    const env = { HOME: '/nowhere', MINIKUBE_HOME: join(home, folder) };
    expect(await inTheWay(URL, env)).toEqual([{ path, sha256: sha256('theirs') }]);
  });

  it('takes the name without what follows the path', async () => {
    await keep('.minikube/cache/iso/amd64/minikube-2026-11-22.iso', 'theirs');
    expect(await inTheWay(`${URL}?version=3`)).toHaveLength(1);
  });

  it('takes the name as minikube does, from the decoded path', async () => {
    const folder = '.minikube/cache/iso/amd64';
    await keep(`${folder}/minikube 1+2.iso`, 'theirs');
    await keep(`${folder}/bad%zz.iso`, 'theirs');
    expect(await inTheWay('https://isos.example/minikube%201%2B2.iso')).toHaveLength(1);
    expect(await inTheWay('https://isos.example/x%2Fminikube 1+2.iso')).toHaveLength(1);
    expect(await inTheWay('https://isos.example/bad%zz.iso')).toHaveLength(1);
  });

  it('looks at nothing outside of minikube’s folder', async () => {
    await keep('.minikube/cache/outside.iso', 'theirs');
    for (const name of ['..%2F..%2Foutside.iso', '..%2F..', '%2F', '%00.iso']) {
      expect(await inTheWay(`https://isos.example/${name}`), name).toEqual([]);
    }
  });

  it('is at rest about a local ISO, which minikube uses directly', async () => {
    await keep('.minikube/cache/iso/amd64/minikube-amd64.iso', 'theirs');
    expect(await inTheWay('file:///dist/minikube-amd64.iso')).toEqual([]);
  });
});
