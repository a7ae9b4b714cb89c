import { TtlCache } from '../core/cache.ts';
import { WaddleError } from '../core/errors.ts';
import type { ChannelKey, Platform } from '../core/ids.ts';
import type { RoomList, RoomPort } from '../core/rooms.ts';
import type { TimerTarget } from '../core/timers.ts';
import type { Services } from './services.ts';

/** How long a list of rooms counts, ms: who has just made a room finds it a minute later. */
const ROOMS_FOR_MS = 60_000;
const CHANNELS_KEPT = 500;

/** Rooms of channels, as their platforms list them. Whose the channel is, the caller has looked at. Made once per isolate. */
export class Rooms {
  readonly #platforms: Services['platforms'];
  readonly #lists: TtlCache<ChannelKey, RoomList>;

  constructor({ platforms, clock }: Pick<Services, 'platforms' | 'clock'>) {
    this.#platforms = platforms;
    this.#lists = new TtlCache({ ttlMs: ROOMS_FOR_MS, maxEntries: CHANNELS_KEPT, clock });
  }

  /** @throws WaddleError `CONFLICT`, `LIMITED`, `UPSTREAM`; `UNAVAILABLE` where the platform is off */
  list(channel: ChannelKey): Promise<RoomList> {
    const { port, id } = this.#of(channel);
    return this.#lists.get(channel, () => port.list(id));
  }

  /**
   * Whether a room is in the channel, as the platform said within the last minute. Where the list is whole, it tells, however many
   * rooms are tried: none of them costs a call that the platform refuses.
   * @throws as `list` does; then nobody knows
   */
  async owns({ channel, room }: TimerTarget): Promise<boolean> {
    const { port, id } = this.#of(channel);
    if (port.owns) return port.owns(id, room);
    const { rooms } = await this.list(channel);
    return rooms.some((one) => one.id === room);
  }

  #of(channel: ChannelKey): { readonly port: RoomPort; readonly id: string } {
    const colon = channel.indexOf(':');
    const platform = channel.slice(0, colon) as Platform;
    const port = this.#platforms[platform]?.client.rooms;
    if (!port)
      throw new WaddleError('UNAVAILABLE', `${platform} is switched off here: /ready says what is missing for it.`);
    return { port, id: channel.slice(colon + 1) };
  }
}
