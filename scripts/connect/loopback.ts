import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotConnected } from '../../workers/connect/steps.ts';

/** People need a moment to sign in, and some go for a coffee, ms. */
const PATIENCE_MS = 10 * 60_000;

export interface Loopback {
  /** What the platform sends the browser back to; `localhost`, for some consoles take no 127.0.0.1. */
  readonly redirectUri: string;
  /** The code of the consent that carries this state. @throws NotConnected */
  code(state: string, platform: string): Promise<string>;
  close(): Promise<void>;
}

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer"><title>${title}</title>
<body style="font: 1.1rem/1.5 system-ui; max-width: 34rem; margin: 15vh auto; padding: 0 1rem">
<h1>${title}</h1><p>${text}</p></body></html>`;

/**
 * Waits on this machine for the browser to come back from a consent.
 * @throws NotConnected when the port is taken: the redirect address is fixed in the platform's console.
 */
export async function openLoopback(port: number): Promise<Loopback> {
  let take: ((query: URLSearchParams) => string | null) | undefined;
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const shown = url.pathname === '/callback' ? take?.(url.searchParams) : undefined;
    const [status, body] =
      shown === undefined
        ? [404, page('Nothing here', 'WaddleBot waits for the platform to send you back.')]
        : shown === null
          ? [200, page('Thank you', 'You can close this page. The terminal says how it goes on.')]
          : [400, page('Not connected', shown)];
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(
        new NotConnected(
          `Port ${port} on this machine is taken. End what uses it, or choose another with --port (and register its address http://localhost:<port>/callback with the platform).`,
        ),
      ),
    );
    server.listen(port, 'localhost', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    redirectUri: `http://localhost:${bound}/callback`,
    code: (state, platform) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new NotConnected('Nobody agreed within ten minutes. Run this again.')),
          PATIENCE_MS,
        );
        take = (query) => {
          // Somebody else's answer must neither be taken nor end the waiting.
          if (query.get('state') !== state)
            return 'This answer belongs to another attempt. Start again from the terminal.';
          clearTimeout(timer);
          const error = query.get('error');
          const code = query.get('code');
          if (code && !error) resolve(code);
          else
            reject(
              new NotConnected(
                error === 'access_denied' || !error
                  ? `You said no on ${platform}. Nothing was stored. Run this again if that was not meant.`
                  : `${platform} refused to ask you: ${error}. Check that ${`http://localhost:${bound}/callback`} is registered as a redirect address there.`,
              ),
            );
          return error ? 'The terminal says what to do.' : null;
        };
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
