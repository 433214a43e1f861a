// Leaves a temporary folder and a temporary file in a folder: the process that tests kill.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../files/atomic.js';
import { withTemporaryFolder } from '../files/temporary.js';

const [parent = ''] = process.argv.slice(2);
void withTemporaryFolder(parent, async (folder) => {
  writeFileSync(join(folder, 'large'), 'x');
  await writeAtomically(join(parent, 'half'), async (stream) => {
    await new Promise((resolve) => stream.write('half', resolve));
    process.stdout.write('written\n');
    await once(process.stdin, 'data');
  });
});
