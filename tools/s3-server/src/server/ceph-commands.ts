// What is run to make and start a cluster, as values.
import type { Command } from 'iso-core';
import { CONF_FILE, DAEMONS } from './ceph-conf.js';

export interface Cluster {
  /** The folder that everything runs in. */
  readonly folder: string;
  /** The UUIDs of the cluster and of its disk. */
  readonly cluster: string;
  readonly disk: string;
  readonly monitorPort: number;
}

/** The commands in the order in which they are run. */
export interface CephCommands {
  /** A monitor that is made without a map looks for others for ever. */
  readonly makeMonitorMap: Command;
  readonly makeMonitor: Command;
  readonly monitor: Command;
  /** Ends when the monitor has answered. */
  readonly announceDisk: Command;
  readonly makeDisk: Command;
  readonly disk: Command;
  /** Ends when the disk has answered; prints the user and its keys as JSON. */
  addUser(name: string): Command;
  readonly gateway: Command;
  /** The same for a user who can have no buckets: all that it may do is what others grant. */
  addGuest(name: string): Command;
}

const MONITOR_MAP = 'monmap';

/** Variables that would lead Ceph's programs to another cluster. */
const ENVIRONMENT = { CEPH_ARGS: undefined, CEPH_CONF: undefined, CEPH_KEYRING: undefined };

export function cephCommands(of: Cluster): CephCommands {
  const command = (file: string, ...args: string[]): Command => {
    return { file, args, cwd: of.folder, env: ENVIRONMENT };
  };
  const conf = ['--conf', CONF_FILE];
  const monitor = ['--id', 'a', ...conf];
  const disk = ['--id', '0', ...conf];
  const gateway = ['--name', DAEMONS.gateway, ...conf];
  const addressOfA = ['--addv', 'a', `v2:127.0.0.1:${of.monitorPort}`];
  const addUser = (name: string, ...rights: string[]) => {
    const user = [`--uid=${name}`, `--display-name=${name}`, ...rights];
    return command('radosgw-admin', ...gateway, 'user', 'create', ...user);
  };
  return {
    makeMonitorMap: command(
      'monmaptool',
      ...['--create', '--fsid', of.cluster, ...addressOfA, MONITOR_MAP],
    ),
    makeMonitor: command('ceph-mon', ...monitor, '--mkfs', '--monmap', MONITOR_MAP),
    monitor: command('ceph-mon', ...monitor, '-f'),
    announceDisk: command('ceph', ...conf, 'osd', 'new', of.disk),
    makeDisk: command('ceph-osd', ...disk, '--mkfs', '--osd-uuid', of.disk),
    disk: command('ceph-osd', ...disk, '-f'),
    addUser: (name) => addUser(name),
    gateway: command('radosgw', ...gateway, '-f'),
    addGuest: (name) => addUser(name, '--max-buckets=-1'),
  };
}
