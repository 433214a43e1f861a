// A real S3 server on this machine: Ceph's RADOS Gateway over a cluster of its own.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, delay, IsoError, localRunner, throwIfCancelled } from 'iso-core';
import { cephCommands } from './ceph-commands.js';
import {
  cephConf,
  CONF_FILE,
  DAEMONS,
  FOLDERS,
  LOG_FOLDER,
  type ObjectStore,
} from './ceph-conf.js';
import { type Credentials, readCredentials } from './credentials.js';
import { Daemons } from './daemons.js';
import { freePort } from './free-port.js';

export interface S3ServerOptions {
  /** A new or empty folder for what the server keeps; it stays, with the logs, when the server is gone. */
  readonly folder: string;
  /** Default: `bluestore`. In memory it starts faster, and large objects take their room there. */
  readonly store?: ObjectStore;
  /** Ends the server, whether or not it has started. */
  readonly signal?: AbortSignal;
  /** How long each daemon may take until it is up. Default: a minute. */
  readonly upWithinMs?: number;
}

export interface S3Server {
  /** `http://127.0.0.1:<port>`; buckets are part of the path. */
  readonly endpoint: string;
  readonly region: string;
  /** Those of a user who may make buckets, and does as it likes with them. */
  readonly credentials: Credentials;
  /** A further user: it can have no buckets, and may do nothing but what a bucket's policy grants it. */
  addUser(name: string): Promise<Credentials>;
  /** The logs of all daemons so far. */
  log(): Promise<string>;
  /** Resolves when no process of the server runs any more. */
  stop(): Promise<void>;
}

/** Where the gateway says that it is, and what AWS calls the place whose buckets name no other. */
const REGION = 'us-east-1';

const A_MINUTE = 60_000;

/**
 * Starts a server, with keys that nobody else has; it is there when the promise resolves. When that
 * rejects, none of it is left running. Should this process be killed, the server dies with it.
 *
 * Errors: `S3_FOLDER_NOT_EMPTY`, `S3_DAEMON_ENDED`, `S3_DAEMON_NOT_UP`, `COMMAND_NOT_FOUND` without
 * Ceph's programs, `COMMAND_FAILED`, `TIMED_OUT`, `CANCELLED`.
 */
export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const { store = 'bluestore', signal, upWithinMs = A_MINUTE } = options;
  const folder = resolve(options.folder);
  const cluster = randomUUID();
  const monitorPort = await freePort(20_000, 26_000);
  const gatewayPort = await freePort(26_000, 32_000);
  await fillFolder(folder, cephConf({ cluster, monitorPort, gatewayPort, store }));

  const ceph = cephCommands({ folder, cluster, disk: randomUUID(), monitorPort });
  const daemons = new Daemons({ folder, upWithinMs, signal });
  const run = (command: Command, until = signal) =>
    localRunner(command, {
      timeoutMs: upWithinMs,
      ...(until === undefined ? {} : { signal: until }),
    });
  const credentialsOf = async (addUser: Command, until = signal) =>
    readCredentials((await run(addUser, until)).stdout);
  const endpoint = `http://127.0.0.1:${gatewayPort}`;
  try {
    await run(ceph.makeMonitorMap);
    await run(ceph.makeMonitor);
    await daemons.start(DAEMONS.monitor, ceph.monitor, (until) => run(ceph.announceDisk, until));
    await run(ceph.makeDisk);
    const credentials = await daemons.start(DAEMONS.disk, ceph.disk, (until) =>
      credentialsOf(ceph.addUser('owner'), until),
    );
    await daemons.start(DAEMONS.gateway, ceph.gateway, (until) => answerOf(endpoint, until));
    throwIfCancelled(signal);
    signal?.addEventListener('abort', () => void daemons.stop(), { once: true });
    return {
      endpoint,
      region: REGION,
      credentials,
      addUser: (name) => credentialsOf(ceph.addGuest(name)),
      log: () => logsIn(join(folder, LOG_FOLDER)),
      stop: () => daemons.stop(),
    };
  } catch (error) {
    await daemons.stop();
    throw error;
  }
}

async function fillFolder(folder: string, conf: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [first] = await readdir(folder);
  if (first !== undefined) {
    throw new IsoError('S3_FOLDER_NOT_EMPTY', `The S3 server's folder is not empty: ${folder}`, {
      hint: 'Name a new folder: a server starts with nothing in it.',
      details: { folder, found: first },
    });
  }
  for (const name of FOLDERS) await mkdir(join(folder, name));
  await writeFile(join(folder, CONF_FILE), conf);
}

const POLL_MILLISECONDS = 50;

/** Resolves when the gateway answers; rejects when the signal is aborted. */
async function answerOf(endpoint: string, signal: AbortSignal): Promise<void> {
  const asked = () => fetch(endpoint, { signal }).then((response) => response.text());
  while (!(await asked().catch(() => '')).includes('ListAllMyBucketsResult')) {
    await delay(POLL_MILLISECONDS, signal);
  }
}

async function logsIn(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const logs = names.map(async (name) => {
    return `==> ${name} <==\n${await readFile(join(folder, name), 'utf8')}\n`;
  });
  return (await Promise.all(logs)).join('');
}
