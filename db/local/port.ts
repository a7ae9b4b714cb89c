import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/**
 * The port asked for, else the one `rememberedIn` a file if it is free, else any free one on 127.0.0.1.
 *
 * @throws Error when the port asked for is taken.
 */
export async function choosePort(rememberedIn: string, asked: number | undefined): Promise<number> {
  if (asked !== undefined) {
    if ((await freePort(asked)) === undefined)
      throw new Error(`Port ${asked} on 127.0.0.1 is taken by another program`);
    return asked;
  }
  const last = Number(await readFile(rememberedIn, 'utf8').catch(() => ''));
  return (last > 0 ? await freePort(last) : undefined) ?? (await freePort(0))!;
}

/** The port when it can be listened on, else undefined; 0 asks for any. */
async function freePort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as { port: number }).port;
  } catch {
    return undefined;
  } finally {
    await new Promise((done) => server.close(done));
  }
}
