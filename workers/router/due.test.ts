import { describe, expect, it } from 'vitest';
import { dueCtx } from './due.ts';
import type { Services } from './services.ts';

const NOW = Date.UTC(2026, 10, 26, 12);

describe('what is due', () => {
  it('is put on the queue for its second, however long it took to get there', async () => {
    const delays: (number | undefined)[] = [];
    const services = {
      clock: () => NOW + 8_000,
      bindings: {
        DELIVERIES: {
          sendBatch: async (messages: Iterable<MessageSendRequest>) => {
            for (const { delaySeconds } of messages) delays.push(delaySeconds);
          },
        },
      },
    } as unknown as Services;
    const at = (seconds: number) => ({ id: `${seconds}`, at: NOW + seconds * 1000 });
    await dueCtx(services, NOW).deliver([at(5), at(8), at(9), at(60), at(3 * 24 * 3600)]);
    expect(delays).toEqual([0, 0, 1, 52, 24 * 3600]);
  });
});
