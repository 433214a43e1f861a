import { describe, expect, it } from 'vitest';
import { placeFiles } from './place-files.js';
import type { BumpOverrides } from './request.js';

interface Situation {
  readonly files: readonly string[];
  readonly also?: readonly string[];
  readonly makefile?: string;
  readonly overrides?: BumpOverrides;
  readonly locked?: readonly string[];
  readonly specPath?: string;
}

/** In a workspace `/w` whose globs match all of its files that end like them. */
function filesFor({ files, locked, ...more }: Situation) {
  const { also = [], makefile, overrides = {}, specPath = '/w/chaos/minikube-iso.json' } = more;
  return placeFiles(
    {
      workspaceRoot: '/w',
      specPath,
      overrides,
      files: {
        read: (file) => (files.includes(file) ? file : undefined),
        namesIn: () => [],
        matching: async (glob) => files.filter((file) => file.endsWith(glob.replace('*', ''))),
        expectWritable: () => undefined,
      },
    },
    { bump: { also, ...(makefile === undefined ? {} : { makefile }) } },
    locked,
  );
}

describe('the files that a bump looks into', () => {
  it('are the Makefiles of workspace and project', async () => {
    const files = ['Makefile', 'GNUmakefile', 'chaos/makefile', 'other/Makefile', 'a.mk'];
    expect(await filesFor({ files })).toEqual({
      makefiles: ['Makefile', 'GNUmakefile', 'chaos/makefile'],
      others: [],
      expected: [],
    });
  });

  it('are each looked into once where the workspace is the project', async () => {
    const situation = { files: ['Makefile'], specPath: '/w/minikube-iso.json' };
    expect((await filesFor(situation)).makefiles).toEqual(['Makefile']);
  });

  it('are those of the spec, whatever its Makefile is called', async () => {
    const situation = { makefile: '/w/build/start', also: ['/w/*.md', '/w/*.mk'] };
    const files = ['Makefile', 'build/start', 'a.md', 'b.mk', 'b.md'];
    expect(await filesFor({ ...situation, files })).toEqual({
      makefiles: ['build/start', 'b.mk'],
      others: ['a.md', 'b.md'],
      expected: ['build/start'],
    });
  });

  it('are those of the options in place of those of the spec', async () => {
    const spec = { makefile: '/w/Makefile', also: ['/w/*.md'] };
    const overrides = { makefile: 'a.mk', also: ['*.ts'] };
    expect(
      await filesFor({ ...spec, overrides, files: ['Makefile', 'a.mk', 'a.md', 'a.ts'] }),
    ).toEqual({ makefiles: ['a.mk'], others: ['a.ts'], expected: ['a.mk'] });
  });

  it('are those of the lock in any case', async () => {
    const overrides = { makefile: 'a.mk', also: ['*.ts'] };
    const locked = ['Makefile', 'b.md', 'gone.md'];
    expect(
      await filesFor({ overrides, locked, files: ['Makefile', 'a.mk', 'a.ts', 'b.md'] }),
    ).toEqual({
      makefiles: ['a.mk', 'Makefile'],
      others: ['b.md', 'gone.md', 'a.ts'],
      expected: ['a.mk', 'Makefile', 'b.md', 'gone.md'],
    });
  });

  it('have one name on a file system that does not tell upper from lower case', async () => {
    const read = (file: string) => (/^makefile$/i.test(file) ? 'text' : undefined);
    const files = {
      read,
      namesIn: () => [],
      matching: async () => [],
      expectWritable: () => undefined,
    };
    const request = { workspaceRoot: '/w', specPath: '/w/chaos/minikube-iso.json', files };
    expect(await placeFiles(request, { bump: { also: [] } })).toEqual({
      makefiles: ['Makefile'],
      others: [],
      expected: [],
    });
  });
});
