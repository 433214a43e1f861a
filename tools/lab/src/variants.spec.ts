import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fragmentFile } from './project.js';
import { VARIANTS } from './variants.js';

interface Target {
  readonly command?: string;
  readonly cache?: boolean;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly dependsOn?: readonly string[];
}

const { nx } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  nx: { targets: Record<string, Target> };
};

describe('the variants', () => {
  it.each(VARIANTS)('$name has a cached target that makes it and nothing else', (variant) => {
    const { name, kernel } = variant;
    expect(nx.targets[`base-iso-${name}`]).toMatchObject({
      command: `node tools/lab/dist/main.js ${name}`,
      cache: true,
      inputs: ['production', '^production', 'sharedGlobals', `${kernel.architecture}Packages`],
      outputs: [`{workspaceRoot}/dist/tools/lab/${name}`],
    });
  });

  it('have no target but theirs and those for both architectures and for all', () => {
    const names = VARIANTS.map(({ name }) => `base-iso-${name}`);
    expect(Object.keys(nx.targets).sort()).toEqual(['base-iso', 'base-iso-all', ...names].sort());
    expect(nx.targets['base-iso']?.dependsOn).toEqual(['base-iso-amd64', 'base-iso-arm64']);
    expect(nx.targets['base-iso-all']?.dependsOn).toEqual(names);
  });

  it.each(VARIANTS)('$name is made from fragments that are there', ({ kernel }) => {
    for (const fragment of kernel.fragments) {
      expect(existsSync(fragmentFile(fragment)), fragment).toBe(true);
    }
  });
});
