import type { Composition } from './compose.ts';
import { channelKey } from './core/ids.ts';
import type { GatewayBatch, GatewayStart, Intake, LiveChatAsk, LiveChatPage, VideoLook } from './core/intake.ts';
import type { Road } from './core/road.ts';
import { eventsOfDispatch } from './platforms/discord/gateway-events.ts';
import { broadcastEvent } from './platforms/youtube/events.ts';
import { UNITS, unitBudget } from './platforms/youtube/quota.ts';

const OFF = { is: 'unknown', reason: 'YouTube is off', afterMs: 3_600_000 } as const;

/** What objects that watch a platform by themselves ask for, done with the isolate's clients and road. */
export function buildIntake({ services, discord, youtube }: Composition, road: Road): Intake {
  /** Reading is paid from the same units as speaking; null while there are enough of them, else when there are again. */
  const pay = async (cost: number): Promise<number | null> => {
    const now = services.clock();
    const { GOOGLE_CLIENT_ID: project = '', YOUTUBE_UNITS_PER_DAY: perDay } = services.settings;
    const units = unitBudget(cost, perDay, now);
    const paid = await services.bindings.UPSTREAM.getByName(`youtube:${project}`).spend(units, now);
    return paid ? null : units.resetAt - now;
  };

  return {
    async gatewayStart(): Promise<GatewayStart> {
      if (!discord) throw new Error('Discord is off');
      return discord.gatewayStart();
    },

    async dispatch(batch: GatewayBatch): Promise<void> {
      const receivedAt = services.clock();
      const events = batch.dispatches.flatMap((dispatch) => eventsOfDispatch(dispatch, batch, receivedAt));
      await Promise.all(
        events.map(async (event) => {
          if (event.kind === 'installation.revoked')
            await road.revoked(channelKey('discord', event.channel), 'removed from the server');
          await road.bring(event);
        }),
      );
    },

    async lookAtVideo({ videoId }): Promise<VideoLook> {
      if (!youtube) return OFF;
      const afterMs = await pay(UNITS.lookAtVideo);
      if (afterMs !== null) return { is: 'unknown', reason: 'quota', afterMs };
      const look = await youtube.lookAtVideo(videoId);
      if (look.is !== 'live' && look.is !== 'ended') return look;
      const event = broadcastEvent(look, services.clock());
      if (event) await road.bring(event);
      if (look.is === 'ended') return { is: 'ended' };
      return { is: 'live', liveChatId: look.liveChatId, startedAt: look.startedAt };
    },

    async readLiveChat(ask: LiveChatAsk): Promise<LiveChatPage> {
      if (!youtube) return { ...OFF, is: 'failed' };
      const afterMs = await pay(UNITS.readLiveChat);
      if (afterMs !== null) return { is: 'failed', reason: 'quota', afterMs };
      const read = await youtube.readLiveChat(ask);
      if (read.is !== 'page') return read;
      // One after the other: what was said first is answered first.
      for (const event of read.events) await road.bring(event);
      if (read.offlineAt !== null) return { is: 'ended', reason: 'off the air' };
      return { is: 'page', nextPageToken: read.nextPageToken, afterMs: read.afterMs, taken: read.events.length };
    },
  };
}
