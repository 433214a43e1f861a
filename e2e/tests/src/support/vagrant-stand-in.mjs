// Stands in for Vagrant with VirtualBox, which run no machines inside a container: says and does what Vagrant
// 2.3.4 does (plugins/commands/{up,halt,destroy,ssh_config}/command.rb, templates/locales/en.yml, exit code 1
// for every error: lib/vagrant/errors.rb). Its machines are namespaces with a root of their own, in which
// a real sshd runs; they are in the folder VIRTUALBOX, as VirtualBox keeps its own, whatever Vagrant's folder
// says of them. orders.json there says what goes wrong.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const {
  VIRTUALBOX,
  VAGRANT_CWD = process.cwd(),
  VAGRANT_DOTFILE_PATH = join(VAGRANT_CWD, '.vagrant'),
} = process.env;
const remembered = join(VAGRANT_DOTFILE_PATH, 'machines/default/virtualbox');
const orders = JSON.parse(readFileSync(join(VIRTUALBOX, 'orders.json'), 'utf8'));

const MESSAGES = {
  no_env:
    'A Vagrant environment or target machine is required to run this\ncommand. Run `vagrant init` to create a new Vagrant environment.',
  ssh_not_ready:
    'The provider for this Vagrant-managed machine is reporting that it\nis not yet ready for SSH. Depending on your provider this can carry\ndifferent meanings.',
  boot_timeout:
    'Timed out while waiting for the machine to boot. This means that\nVagrant was unable to communicate with the guest machine within\nthe configured ("config.vm.boot_timeout" value) time period.',
  no_default_provider:
    'No usable default provider could be found for your system.\n\nVagrant relies on interactions with 3rd party systems, known as\n"providers", to provide Vagrant with resources to run development\nenvironments. Examples are VirtualBox, VMware, Hyper-V.',
  vboxmanage_error:
    'There was an error while executing `VBoxManage`, a CLI used by Vagrant\nfor controlling VirtualBox. The command and stderr is shown below.',
  interrupted: 'Vagrant exited after cleanup due to external interrupt.',
};

function say(line) {
  process.stdout.write(`==> default: ${line}\n`);
}

function refuse(message) {
  process.stderr.write(`${MESSAGES[message] ?? message}\n`);
  process.exit(1);
}

function idOf() {
  const path = join(remembered, 'id');
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function machinePath(id) {
  return join(VIRTUALBOX, id, 'machine.json');
}

function machineOf(id) {
  return JSON.parse(readFileSync(machinePath(id), 'utf8'));
}

function write(id, machine) {
  writeFileSync(machinePath(id), JSON.stringify(machine));
}

/** Imports the box: the machine is there, and Vagrant remembers it. */
function importBox() {
  const id = randomUUID();
  const folder = join(VIRTUALBOX, id);
  const settings = JSON.parse(readFileSync(join(VAGRANT_CWD, 'machine.json'), 'utf8'));
  say(`Importing base box '${settings.box}'...`);
  for (const name of ['disk/run/sshd', 'disk/root', 'disk/opt', 'disk/var/lib', 'usr', 'work']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  write(id, { ...settings, state: 'poweroff' });
  cpSync('/etc', join(folder, 'disk/etc'), { recursive: true, verbatimSymlinks: true });
  for (const [name, text] of Object.entries(orders.guest ?? {})) {
    const path = join(folder, 'usr', name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
  }
  mkdirSync(remembered, { recursive: true });
  writeFileSync(join(remembered, 'id'), id);
  const key = join(remembered, 'private_key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  cpSync(`${key}.pub`, join(folder, 'disk/root/authorized_keys'));
  return id;
}

/** A root of its own on the programs of this system. */
const BOOT = `
set -e
cd "$1/disk"
mkdir -p usr dev proc tmp
chmod 1777 tmp
for link in bin lib lib64 sbin; do ln -sfn "usr/$link" "$link"; done
mount -t overlay -o "lowerdir=/usr,upperdir=$1/usr,workdir=$1/work" overlay usr
mount --rbind /dev dev
mount -t proc proc proc
exec chroot . /usr/sbin/sshd -D -f /etc/ssh/stand_in -h /etc/ssh/stand_in_key
`;

async function boot(id) {
  const folder = join(VIRTUALBOX, id);
  const port = await freePort();
  say('Booting VM...');
  const ssh = join(folder, 'disk/etc/ssh');
  rmSync(join(ssh, 'stand_in_key'), { force: true });
  const key = ['-q', '-t', 'ed25519', '-N', '', '-f', join(ssh, 'stand_in_key')];
  execFileSync('ssh-keygen', key);
  const config = {
    ...{ ListenAddress: '127.0.0.1', Port: port, PidFile: 'none', UsePAM: 'no', StrictModes: 'no' },
    AuthorizedKeysFile: '/root/authorized_keys',
    Subsystem: 'sftp /usr/lib/openssh/sftp-server',
  };
  const lines = Object.entries(config).map((pair) => `${pair.join(' ')}\n`);
  writeFileSync(join(ssh, 'stand_in'), lines.join(''));
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child'];
  const machine = spawn('unshare', [...namespaces, 'sh', '-c', BOOT, 'boot', folder], {
    detached: true,
    stdio: 'ignore',
    // A machine is nobody's child.
    env: { PATH: '/usr/sbin:/usr/bin' },
  });
  machine.unref();
  write(id, { ...machineOf(id), state: 'running', port, pid: machine.pid });
  say('Waiting for machine to boot. This may take a few minutes...');
  while (!(await answers(port))) {
    if (machine.exitCode !== null) refuse('boot_timeout');
    await delay(20);
  }
  say('Machine booted and ready!');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    setTimeout(() => socket.destroy(), 1000).unref();
  });
}

async function powerOff(id) {
  const { pid, ...machine } = machineOf(id);
  if (machine.state === 'running') {
    try {
      process.kill(pid, 'SIGKILL');
      while (existsSync(`/proc/${pid}`) && !isZombie(pid)) await delay(10);
    } catch {
      // It is gone, as after an abort.
    }
  }
  write(id, { ...machine, state: 'poweroff' });
}

function isZombie(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

/** What orders.json has for a call: to refuse it, or to be in the middle of it until somebody interrupts. */
async function obey(command) {
  if (orders.refuse?.[command] !== undefined) refuse(orders.refuse[command]);
  if (orders.stall !== command) return;
  process.on('SIGINT', () => {
    say('Waiting for cleanup before exiting...');
    refuse('interrupted');
  });
  say('Stalled');
  await delay(600_000);
}

const COMMANDS = {
  async up() {
    process.stdout.write("Bringing machine 'default' up with 'virtualbox' provider...\n");
    if (orders.refuse?.provider !== undefined) refuse(orders.refuse.provider);
    const id = idOf() ?? importBox();
    await obey('up');
    if (machineOf(id).state === 'running') say('Machine already running.');
    else await boot(id);
  },
  async 'ssh-config'() {
    const id = idOf();
    await obey('ssh-config');
    if (id === undefined || machineOf(id).state !== 'running') refuse('ssh_not_ready');
    const key = join(remembered, 'private_key');
    const lines = [
      ...['Host default', '  HostName 127.0.0.1', '  User root', `  Port ${machineOf(id).port}`],
      ...['  UserKnownHostsFile /dev/null', '  StrictHostKeyChecking no'],
      '  PasswordAuthentication no',
      `  IdentityFile ${key.includes(' ') ? `"${key}"` : key}`,
      ...['  IdentitiesOnly yes', '  LogLevel FATAL', '', ''],
    ];
    process.stdout.write(lines.join('\n'));
  },
  async halt() {
    const id = idOf();
    await obey('halt');
    if (id === undefined) return say('VM not created. Moving on...');
    say('Attempting graceful shutdown of VM...');
    await powerOff(id);
  },
  async destroy() {
    const id = idOf();
    await obey('destroy');
    if (id === undefined) return say('VM not created. Moving on...');
    say('Forcing shutdown of VM...');
    await powerOff(id);
    say('Destroying VM and associated drives...');
    rmSync(join(VIRTUALBOX, id), { recursive: true });
    rmSync(remembered, { recursive: true });
  },
};

const [command = '', ...args] = process.argv.slice(2);
writeFileSync(join(VIRTUALBOX, 'calls'), `${[command, ...args].join(' ')}\n`, { flag: 'a' });
if (command === '--version') process.stdout.write('Vagrant 2.3.4\n');
else {
  if (!existsSync(join(VAGRANT_CWD, 'Vagrantfile'))) refuse('no_env');
  await COMMANDS[command]();
}
