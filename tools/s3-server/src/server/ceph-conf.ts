// The configuration of a Ceph cluster of one monitor and one disk, with a gateway that speaks S3: what it
// takes to be there in seconds, on this machine alone. Every path is relative to the folder that the
// daemons run in, so that a long one, or one with spaces, is no concern of Ceph's.

/** Where objects are kept: in a file that grows to at most 10 GiB, or in memory. */
export const STORES = ['bluestore', 'memstore'] as const;
export type ObjectStore = (typeof STORES)[number];

export interface CephConf {
  /** The cluster's UUID. */
  readonly cluster: string;
  readonly monitorPort: number;
  readonly gatewayPort: number;
  readonly store: ObjectStore;
}

export const CONF_FILE = 'ceph.conf';

/** The names that the daemons have in the cluster. */
export const DAEMONS = { monitor: 'mon.a', disk: 'osd.0', gateway: 'client.rgw.s3' } as const;

export const LOG_FOLDER = 'log';

/** The folders that have to be there before anything starts. */
export const FOLDERS = [LOG_FOLDER, 'crash', 'mon', 'osd'];

/** The log of a daemon, by its name in the cluster. */
export function logFile(daemon: string): string {
  return `${LOG_FOLDER}/${daemon}.log`;
}

/** The text of ceph.conf. */
export function cephConf({ cluster, monitorPort, gatewayPort, store }: CephConf): string {
  return `[global]
fsid = ${cluster}
mon host = v2:127.0.0.1:${monitorPort}
# Whose addresses the disk listens on.
public network = 127.0.0.0/8

# Whoever can connect is on this machine; the keys of S3's users are not meant by this.
auth cluster required = none
auth service required = none
auth client required = none
# Without keys, the way to encrypt that is tried first costs ten seconds.
ms mon client mode = crc

# One copy of everything, in as few groups as will do.
osd pool default size = 1
osd pool default pg num = 4

# Waits that are made for clusters of many machines: for further changes before the monitor writes one
# down, and of clients that were there before the disk was. A disk that closes a file waits for its
# readers' next look.
paxos propose interval = 0.05
objecter tick interval = 0.5
bdev aio poll ms = 10
bluestore fsck on mkfs = false

# In percent: a monitor ends when so little of this machine's disk is free.
mon data avail crit = 1

log file = ${logFile('$name')}
mon cluster log file = ${logFile('cluster')}
crash dir = crash
admin socket =

[${DAEMONS.monitor}]
mon data = mon

[${DAEMONS.disk}]
osd data = osd
osd objectstore = ${store}
osd memory target = 939524096
memstore device bytes = 8589934592
bluestore block size = 10737418240

[${DAEMONS.gateway}]
rgw frontends = beast endpoint=127.0.0.1:${gatewayPort}
`;
}
