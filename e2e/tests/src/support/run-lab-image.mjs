// What Buildroot does with a kernel that it has compiled: the root and the ISO around it, which are the
// lab's. Its arguments are the lab's variant, the path of the ISO, the kernel's release, the folder that it
// was compiled in, its image, and the root that its modules are installed in.
import { join } from 'node:path';
import { consoleProgress, localRunner, openCache } from 'iso-core';
import { VARIANTS, writeBaseIso } from 'lab';

const [name, iso, release, objects, image, root] = process.argv.slice(2);
const variant = VARIANTS.find((each) => each.name === name);
const kernel = {
  release,
  image,
  modules: join(root, 'lib/modules', release),
  symvers: join(objects, 'Module.symvers'),
};
const progress = consoleProgress();
await writeBaseIso({ variant, run: localRunner, cache: openCache(), progress }, kernel, iso);
