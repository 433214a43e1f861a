// A reverse proxy in front of an S3 server that does to requests what networks and servers do to them on
// their bad days, as its rules say.
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pass } from './exchange.js';
import type { Fault, FaultRule } from './fault.js';
import { FaultPlan } from './fault-plan.js';

export interface FaultProxyOptions {
  /** `http://host:port` of the server behind it. */
  readonly target: string;
  /** Decides which requests faults with a probability happen to. Default: 1. */
  readonly seed?: number;
}

/** What was done to one request. */
export interface ProxiedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  /** Of its body, as its headers announce it; whether all of them came is not known. */
  readonly bytes: number;
  /** What happened to it, if anything. */
  readonly fault: Fault['kind'] | undefined;
  /** Of the answer, once there is one: the proxy's own, or the target's, seen by the client or not. */
  readonly status: number | undefined;
}

export interface FaultProxy {
  /**
   * `http://127.0.0.1:<port>`. Requests are signed for this address: the target gets them with the Host
   * that the client sent.
   */
  readonly endpoint: string;
  /** The first rule that is for a request says what happens to it. Setting them starts all counts anew. */
  faults: readonly FaultRule[];
  /** The requests in the order in which they came. */
  readonly log: readonly ProxiedRequest[];
  /** Ends the proxy and every connection. */
  stop(): Promise<void>;
}

/** One connection to the target for each of a client's, to be kept as long as the client keeps its own. */
function agentPerConnection(): (socket: Socket) => Agent {
  const agents = new WeakMap<Socket, Agent>();
  return (socket) => {
    const known = agents.get(socket);
    if (known !== undefined) return known;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.set(socket, agent);
    socket.once('close', () => agent.destroy());
    return agent;
  };
}

/** Starts a proxy on a free port of 127.0.0.1; without rules it passes everything on as it is. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { seed = 1 } = options;
  const target = new URL(options.target);
  const agentOf = agentPerConnection();
  const log: ProxiedRequest[] = [];
  let faults: readonly FaultRule[] = [];
  let plan = new FaultPlan(faults, seed);

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const bytes = Number(headers['content-length'] ?? 0);
    const fault = plan.next({ method, url });
    const status = undefined as number | undefined;
    const entry = { method, url, bytes, fault: fault?.kind, status };
    log.push(entry);
    const answered = (status: number) => void (entry.status = status);
    const agent = agentOf(request.socket);
    void pass({ request, response, target, agent, fault, answered });
  };
  // No connection is cut, and no request given up, but by a rule.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    log,
    get faults() {
      return faults;
    },
    set faults(rules) {
      faults = rules;
      plan = new FaultPlan(rules, seed);
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
