import { concat, toHex, utf8 } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';

/** Longest line, and all of them together once unpacked, bytes. */
const MOST_LINE = 512 * 1024;
const MOST_UNPACKED = 512 * 1024 * 1024;
const LINE_END = 10;

export const broken = (why: string): WaddleError => new WaddleError('INVALID', why);

const DAMAGED =
  'This file is damaged: it cannot be unpacked. Export the community again, and bring the new file as it is.';

/** The lines of a file, packed by gzip or not, without their ends. @throws INVALID for what cannot be unpacked, and for what is too large */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = MOST_UNPACKED;
  let rest: Uint8Array<ArrayBufferLike> = new Uint8Array();
  for await (const chunk of chunksOf(await unpacked(body))) {
    left -= chunk.length;
    if (left < 0)
      throw new WaddleError('TOO_LARGE', `An archive is at most ${MOST_UNPACKED / 1024 / 1024} MB, unpacked.`);
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      yield rest.length > 0 ? concat(rest, chunk.subarray(from, end)) : chunk.subarray(from, end);
      rest = new Uint8Array();
      from = end + 1;
    }
    if (from < chunk.length) rest = concat(rest, chunk.subarray(from));
    if (rest.length > MOST_LINE)
      throw broken(`A line of an archive has at most ${MOST_LINE / 1024} kB. This is none, or it is damaged.`);
  }
  if (rest.length > 0) yield rest;
}

/** Unpacks what begins as gzip does (RFC 1952 §2.3.1). */
async function unpacked(body: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const reader = body.getReader();
  let first: Uint8Array = new Uint8Array();
  for (let isOver = false; first.length < 2 && !isOver; ) {
    const { done, value = new Uint8Array() } = await reader.read();
    first = concat(first, value);
    isOver = done;
  }
  const whole = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(first),
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return first[0] === 0x1f && first[1] === 0x8b
    ? whole.pipeThrough(new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>)
    : whole;
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw error instanceof WaddleError ? error : broken(DAMAGED);
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: a source may take its time to end, and nobody is interested any more.
    reader.cancel().catch(() => {});
  }
}

/** Bytes that are digested at one go. */
const AT_ONCE = 64 * 1024;

/** SHA-256 over lines as they come, each with its end. */
export class LineDigest {
  readonly #stream = new crypto.DigestStream('SHA-256');
  readonly #writer = this.#stream.getWriter();
  #held: Uint8Array[] = [];
  #size = 0;

  async add(line: Uint8Array): Promise<void> {
    this.#held.push(line, utf8('\n'));
    this.#size += line.length + 1;
    if (this.#size >= AT_ONCE) await this.#pass();
  }

  async end(): Promise<string> {
    await this.#pass();
    await this.#writer.close();
    return toHex(await this.#stream.digest);
  }

  async #pass(): Promise<void> {
    const bytes = concat(...this.#held);
    this.#held = [];
    this.#size = 0;
    if (bytes.length > 0) await this.#writer.write(bytes);
  }
}
