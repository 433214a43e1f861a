// Stands in for hdiutil(1) of macOS, by its manual page; what it says and its exit code 16 for a busy disk are
// as users report them (LinusU/node-appdmg#214, electron-userland/electron-builder#7137), and its lines after
// attaching as in diyinfosec/APFS-Related, Experiments/01-new_volume.md. An image is an archive of what is
// on it, unpacked while it is attached. What is attached is in the folder HDIUTIL; orders.json there says
// what fails (`refuse`), and how often a disk is busy (`busy`), or is whatever one does (`stuck`).
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const { HDIUTIL = '' } = process.env;
const [verb = '', ...args] = process.argv.slice(2);

const read = (name, otherwise) => {
  const path = join(HDIUTIL, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : otherwise;
};
const write = (name, value) => writeFileSync(join(HDIUTIL, name), JSON.stringify(value));
const option = (name) => args[args.indexOf(name) + 1];

const attached = read('attached.json', []);
const orders = read('orders.json', {});

function refuse(message, code = 1) {
  process.stderr.write(`hdiutil: ${message}\n`);
  process.exit(code);
}

function pack(image, folder) {
  const packed = join(mkdtempSync(join(dirname(image), '.packing-')), 'image');
  execFileSync('tar', ['-c', '-f', packed, '-C', folder, '.']);
  renameSync(packed, image);
  rmSync(dirname(packed), { recursive: true });
}

const VERBS = {
  create() {
    const image = args.at(-1);
    if (option('-type') !== 'SPARSE' || option('-fs') !== 'Case-sensitive APFS') refuse('Usage');
    if (!image.endsWith('.sparseimage')) refuse('it would be called otherwise');
    if (existsSync(image)) refuse('create failed - File exists');
    const empty = mkdtempSync(join(HDIUTIL, 'empty-'));
    pack(image, empty);
    process.stdout.write(`created: ${image}\n`);
  },
  attach() {
    const image = realpathSync(args[0]);
    const place = realpathSync(option('-mountpoint'));
    if (attached.some((one) => one.image === image)) refuse('attach failed - Resource busy');
    if (!lstatSync(place).isDirectory()) refuse('attach failed - Not a directory');
    execFileSync('tar', ['-x', '-f', image, '-C', place]);
    write('attached.json', [...attached, { image, place }]);
    process.stdout.write('/dev/disk3          \tGUID_partition_scheme          \t\n');
    process.stdout.write(`/dev/disk4s1        \t41504653-0000-11AA-AA11-0030654\t${place}\n`);
  },
  detach() {
    const one = attached.find(({ place }) => place === args[0]);
    if (one === undefined) refuse('detach failed - No such file or directory');
    const isBusy = !args.includes('-force') && (orders.busy ?? 0) > 0;
    if (isBusy) write('orders.json', { ...orders, busy: orders.busy - 1 });
    if (isBusy || orders.stuck) refuse(`couldn't unmount "disk4" - Resource busy`, 16);
    pack(one.image, one.place);
    for (const name of readdirSync(one.place)) rmSync(join(one.place, name), { recursive: true });
    write(
      'attached.json',
      attached.filter(({ image }) => image !== one.image),
    );
    process.stdout.write('"disk3" ejected.\n');
  },
  info() {
    const text = (value) =>
      value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const images = attached.map(
      ({ image, place }) => `
		<dict>
			<key>autodiskmount</key>
			<true/>
			<key>image-path</key>
			<string>${text(image)}</string>
			<key>system-entities</key>
			<array>
				<dict>
					<key>dev-entry</key>
					<string>/dev/disk3</string>
				</dict>
				<dict>
					<key>dev-entry</key>
					<string>/dev/disk4s1</string>
					<key>mount-point</key>
					<string>${text(place)}</string>
				</dict>
			</array>
		</dict>`,
    );
    process.stdout.write(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>framework</key>
	<string>671.140.2</string>
	<key>images</key>
	<array>${images.join('')}
	</array>
</dict>
</plist>
`);
  },
};

writeFileSync(join(HDIUTIL, 'calls'), `${verb}\n`, { flag: 'a' });
if (orders.refuse?.[verb] !== undefined) refuse(orders.refuse[verb]);
VERBS[verb]();
