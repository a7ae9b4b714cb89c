import { connect, type Socket } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** One answer; `body` is what followed the headers, chunk marks included. */
interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const HEADERS_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');
const TIMEOUT_MS = 10_000;

/**
 * One keep-alive connection with one request under way at a time. Hand-made, because on two cores an ordinary client
 * costs as much as the servers it measures and would be measured with them.
 */
export class Connection {
  readonly #target: Target;
  #socket: Socket | undefined;
  #received: Buffer[] = [];
  #settle: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  /** @param request the whole request, headers and body. @throws when the connection ends before the answer. */
  async send(request: Buffer): Promise<Answer> {
    const socket = this.#socket ?? (await this.#open());
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      socket.write(request);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  async #open(): Promise<Socket> {
    const socket = connect({ ...this.#target, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    this.#socket = socket;
    this.#received = [];
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#end(socket, error));
    socket.on('close', () => this.#end(socket, new Error('connection closed')));
    return socket;
  }

  #end(socket: Socket, error: Error): void {
    if (this.#socket === socket) this.#socket = undefined;
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.reject(error);
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    const received = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    let answer: Answer | undefined;
    try {
      answer = parse(received);
    } catch (error) {
      this.#socket?.destroy(error as Error);
    }
    if (!answer) return;
    this.#received = [];
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve(answer);
  }
}

/** The answer, once it is whole. */
function parse(received: Buffer): Answer | undefined {
  const end = received.indexOf(HEADERS_END);
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const body = received.subarray(end + HEADERS_END.length);
  if (status === 204 || status === 304) return { status, body };
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return body.length >= Number(length) ? { status, body } : undefined;
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) throw new Error(`an answer of unknown length: ${head}`);
  return body.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) ? { status, body } : undefined;
}
