import { connect, type Socket } from 'node:net';
import type { WebSocket } from 'ws';

const HIGH_WATER_BYTES = 1_048_576;

/**
 * Joins a WebSocket to a TCP connection to the database, byte for byte, as Neon's wsproxy does. Each side is read only as
 * fast as the other takes, and the end of one is the end of the other.
 *
 * @returns the TCP connection; destroying it ends both.
 */
export function tunnel(webSocket: WebSocket, upstream: { host: string; port: number }): Socket {
  const socket = connect({ ...upstream, noDelay: true });

  webSocket.on('message', (data: Buffer) => {
    if (!socket.write(data)) webSocket.pause();
  });
  socket.on('drain', () => webSocket.resume());

  socket.on('data', (data) => {
    webSocket.send(data, () => {
      if (webSocket.bufferedAmount < HIGH_WATER_BYTES) socket.resume();
    });
    if (webSocket.bufferedAmount >= HIGH_WATER_BYTES) socket.pause();
  });

  let failed = false;
  socket.on('error', () => {
    failed = true;
  });
  // A paused WebSocket would never read the peer's closing frame.
  socket.on('close', () => {
    webSocket.resume();
    if (failed) webSocket.close(1011, 'the database cannot be reached');
    else webSocket.close(1000);
  });
  webSocket.on('error', () => socket.destroy());
  webSocket.on('close', () => socket.destroySoon());
  return socket;
}
