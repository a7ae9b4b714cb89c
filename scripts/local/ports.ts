import { createServer } from 'node:net';

/** Whether nobody listens on a port of this machine. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * The port to listen on: the asked one, or from the usual one upwards.
 * @throws when a port was asked for by name and another program has it
 */
export async function choosePort(asked: string | undefined, usual: number): Promise<number> {
  if (asked !== undefined && asked !== '') {
    const port = Number(asked);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Error(`PORT has to be a number from 1 to 65535; it is "${asked}".`);
    if (await isFree(port)) return port;
    throw new Error(
      `Another program listens on port ${port}. Stop it, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  for (let port = usual; port < usual + 50; port++) if (await isFree(port)) return port;
  throw new Error(`No port from ${usual} to ${usual + 49} is free. Choose one: PORT=<number> npm start`);
}
