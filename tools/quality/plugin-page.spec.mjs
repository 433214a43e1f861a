import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const PLUGIN = fileURLToPath(new URL('../../packages/nx-minikube-iso/', import.meta.url));

const read = (file) => readFileSync(`${PLUGIN}${file}`, 'utf8');

describe('PLUGIN.md', () => {
  it.each([
    ['executors', '## Executors'],
    ['generators', '## Generators'],
  ])('lists the %s as Nx does, without the hidden ones', (kind, heading) => {
    const entries = Object.entries(JSON.parse(read(`${kind}.json`))[kind]);
    const shown = entries.filter(([, { hidden }]) => hidden !== true);
    const [, section] = read('PLUGIN.md').split(heading);
    const [table] = section.split(/^## /m);
    const rows = [...table.matchAll(/^\| `(.*?)` *\| (.*?) *\|$/gm)];
    expect(rows.map(([, name, description]) => [name, description])).toEqual(
      shown.map(([name, { description }]) => [name, description]),
    );
  });
});
