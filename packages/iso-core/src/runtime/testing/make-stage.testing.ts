// Makes the stage `kind/key` of a cache folder from two files, waiting for a line between them.
import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { openCache } from '../cache/cache.js';

const [folder = ''] = process.argv.slice(2);
void openCache({ folder })
  .stage('kind', 'key', async (stage) => {
    writeFileSync(join(stage, 'first'), 'from a process');
    process.stdout.write('half\n');
    await once(process.stdin, 'data');
    writeFileSync(join(stage, 'second'), 'from a process');
  })
  .then(({ cached }) => void process.stdout.write(`cached ${cached}\n`))
  .finally(() => process.stdin.destroy());
