// The base of the builder’s image without a registry: Debian 12 as mmdebstrap makes it, with this Node.js.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf, localRunner, openCache } from 'iso-core';

const CONTAINERFILE = new URL(
  '../../../../packages/iso-core/builder/Containerfile',
  import.meta.url,
);

const ARCHIVE = 'deb http://deb.debian.org/debian';

/**
 * The path of a tar of its root, kept in this machine's cache folder. All that the Containerfile installs is
 * there already, in the version that it would install.
 */
export async function builderBase(): Promise<string> {
  const text = await readFile(CONTAINERFILE, 'utf8');
  const listed = [...text.matchAll(/^ {6}([a-z0-9.+-]+) \\$/gm)].map(([, name = '']) => name);
  const packages = [
    'gcc-aarch64-linux-gnu',
    ...listed.filter((name) => name !== 'golang-go'),
    ...['golang-go', 'golang-src'].map((name) => `${name}/bookworm-backports`),
  ];
  const key = digestOf({ packages, node: process.version });
  const { folder } = await openCache().stage('lab-builder-bases', key, async (staged) => {
    await localRunner({
      file: 'mmdebstrap',
      args: [
        '--variant=minbase',
        `--include=${packages.join(',')}`,
        ...['doc', 'man', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
        `--customize-hook=copy-in ${process.execPath} /usr/local/bin`,
        'bookworm',
        join(staged, 'base.tar'),
        ...['bookworm', 'bookworm-updates', 'bookworm-backports'].map(
          (suite) => `${ARCHIVE} ${suite} main`,
        ),
        `${ARCHIVE}-security bookworm-security main`,
      ],
    });
  });
  return join(folder, 'base.tar');
}
