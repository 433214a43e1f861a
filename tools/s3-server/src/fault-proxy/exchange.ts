// One request and its answer on their way through the proxy.
import { once } from 'node:events';
import {
  type Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'node:http';
import type { Fault } from './fault.js';
import { heldUp } from './held-up.js';
import { s3Error } from './s3-error.js';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: URL;
  readonly agent: Agent;
  readonly fault: Fault | undefined;
  /** Called with the status of the answer, whether or not the client is to see it. */
  readonly answered: (status: number) => void;
}

const WRONG_ETAG = `"${'0'.repeat(32)}"`;

/** Passes a request on, and the answer back, each as it is but for what the fault does to them. */
export async function pass(exchange: Exchange): Promise<void> {
  const { request, response, fault } = exchange;
  if (fault?.kind === 'status') return refuse(exchange, fault);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const outgoing = send(exchange, gone.signal);
  const answer = await answerTo(outgoing).catch((error: unknown) => badGateway(exchange, error));
  if (answer === undefined) return;

  const { statusCode = 502, statusMessage } = answer;
  exchange.answered(statusCode);
  if (fault?.kind === 'lose-response') {
    await wholly(answer);
    request.socket.resetAndDestroy();
    return;
  }
  const headers = endToEnd(answer);
  if (fault?.kind === 'wrong-etag' && headers.etag !== undefined) headers.etag = WRONG_ETAG;
  response.writeHead(statusCode, statusMessage, headers);
  // What the target breaks off is broken off for the client.
  answer.once('error', () => response.destroy());
  heldUp(answer, 'response', fault, gone.signal).pipe(response);
}

function send({ request, target, agent, fault }: Exchange, gone: AbortSignal): ClientRequest {
  const outgoing = httpRequest({
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: endToEnd(request),
    agent,
  });
  // A target may answer before it has read everything; the client is still to be heard out.
  outgoing.once('close', () => request.unpipe().resume());
  heldUp(request, 'request', fault, gone).pipe(outgoing);
  return outgoing;
}

function answerTo(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    // Also after the answer, when nobody minds any more.
    outgoing.on('error', reject);
  });
}

/** Headers that are about a connection, not the message (RFC 9110 §7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive'];

/** The headers of a message for the other side; Host stays, for signatures are made with it. */
function endToEnd({ headers }: IncomingMessage): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  return Object.fromEntries(kept);
}

/** Resolves when a message is read to its end, or there is no more of it to come. */
async function wholly(message: IncomingMessage): Promise<void> {
  await once(message.resume(), 'end').catch(() => undefined);
}

/** Answers in the target's place once the request is read: a client that still sends may see nothing. */
async function refuse(
  { request, response, answered }: Exchange,
  { status, code }: Extract<Fault, { kind: 'status' }>,
): Promise<void> {
  await wholly(request);
  answered(status);
  response.writeHead(status, { 'content-type': 'application/xml' }).end(s3Error(status, code));
}

function badGateway({ response, answered }: Exchange, error: unknown): undefined {
  if (response.destroyed) return;
  answered(502);
  const reason = error instanceof Error ? error.message : String(error);
  response.writeHead(502, { 'content-type': 'text/plain' }).end(`No answer: ${reason}\n`);
}
