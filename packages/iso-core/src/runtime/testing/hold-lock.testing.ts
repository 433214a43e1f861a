// Holds a lock of a cache folder until a line comes on standard input: the process that tests kill.
import { once } from 'node:events';
import { openCache } from '../cache/cache.js';

const [folder = '', name = ''] = process.argv.slice(2);
const say = (line: string) => void process.stdout.write(`${line}\n`);
void openCache({ folder })
  .withLock(
    name,
    async () => {
      say('held');
      await once(process.stdin, 'data');
      say('released');
    },
    { onWait: (holder) => say(`waiting for ${holder}`) },
  )
  .finally(() => process.stdin.destroy());
