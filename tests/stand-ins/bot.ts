import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that the endpoint received. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type BotAnswer = { status?: number; body?: string; headers?: Record<string, string>; delayMs?: number };

/** An HTTP endpoint in a bot's place that records what it gets and answers as it is told. */
export interface BotEndpoint {
  url: string;
  received: Received[];
  answer: (request: Received, nth: number) => BotAnswer;
  stop(): Promise<void>;
}

/** Starts the endpoint on a free port of 127.0.0.1; it answers 200 with an empty body until told otherwise. */
export async function startBotEndpoint(): Promise<BotEndpoint> {
  const http = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
    const request = { path: incoming.url ?? '', headers: incoming.headers, body };
    const nth = bot.received.push(request);
    const { status = 200, body: text = '', headers, delayMs = 0 } = bot.answer(request, nth);
    // Whoever gave up hears no more of it, and a long wait keeps no process alive.
    if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
    outgoing.writeHead(status, headers).end(text);
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const bot: BotEndpoint = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    received: [],
    answer: () => ({}),
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => {
        http.close(resolve);
      });
    },
  };
  return bot;
}
