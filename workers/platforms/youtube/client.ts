import * as z from 'zod';
import type { LiveChatAsk } from '../../core/intake.ts';
import type {
  OutgoingMessage,
  PlatformClient,
  PlatformTraits,
  ReadBack,
  SendOutcome,
  UnitBudget,
} from '../../core/platforms.ts';
import type { CallUpstream } from '../call.ts';
import { unclear } from '../call.ts';
import { youtubeDeletes } from './deletes.ts';
import { type Called, readCall } from './errors.ts';
import { splitRoom } from './events.ts';
import { youtubeLookUps } from './look-ups.ts';
import { UNITS, unitBudget } from './quota.ts';
import type { BroadcastLook, LiveChatRead } from './reads.ts';
import { lookAtVideo, readLiveChat } from './reads.ts';

export const youtubeTraits: PlatformTraits = {
  name: 'youtube',
  title: 'YouTube',
  // A live chat takes 200 characters in one line. In which unit it counts is documented nowhere; UTF-16 has the most of them.
  limits: { length: 200, multiline: false, parts: 3 },
  escape: (text) => text,
  measure: (piece) => piece.length,
  // The bot's line comes back with the next page of the chat, which is read every five to ten seconds.
  readBackDelayMs: 12_000,
};

export interface YoutubeClientOptions {
  readonly apiUrl: string;
  /** Names the Google project, whose units everything is paid with: its client id. */
  readonly project: string;
  readonly unitsPerDay: number;
  /** What one message costs of them; `UNITS.send` unless given. */
  readonly unitsPerMessage?: number;
  /** Pays for a look-up; false, and nothing paid, where the day's units would not suffice. */
  readonly spend: (units: UnitBudget) => Promise<boolean>;
  /** Calls with the bot account's token; refreshes it once on 401. */
  readonly call: CallUpstream;
  readonly clock: () => number;
  /** Whether the channel showed a line of ours. */
  readonly echoed: (message: OutgoingMessage, since: number) => Promise<ReadBack>;
}

/** Besides speaking, the bot reads: what objects that watch broadcasts ask the Worker for. */
export interface YoutubeClient extends PlatformClient {
  lookAtVideo(videoId: string): Promise<BroadcastLook>;
  readLiveChat(ask: LiveChatAsk): Promise<LiveChatRead>;
}

/** All sends of the project: no window that YouTube has, but one that can be held when the day's units are used up. */
const ALL = { key: 'all', count: 120, windowMs: 60_000 };
const chatKey = (liveChatId: string): string => `chat:${liveChatId}`;

const inserted = z.object({ id: z.string().min(1) });

export function createYoutubeClient(options: YoutubeClientOptions): YoutubeClient {
  const { apiUrl, project, unitsPerDay, unitsPerMessage = UNITS.send, call, clock, echoed } = options;
  return {
    // A second per chat is what a bot can be seen to keep to; YouTube says `rateLimitExceeded` and never how much is too much.
    budget: ({ room }) => ({
      upstream: `youtube:${project}`,
      limits: [ALL, { key: chatKey(splitRoom(room).liveChatId ?? ''), count: 1, windowMs: 1_000 }],
      units: unitBudget(unitsPerMessage, unitsPerDay, clock()),
    }),

    async send({ room, text }): Promise<SendOutcome> {
      const { liveChatId } = splitRoom(room);
      if (liveChatId === null) return { outcome: 'refused', reason: 'the channel has no live chat now' };
      const snippet = { liveChatId, type: 'textMessageEvent', textMessageDetails: { messageText: text } };
      const result = await call(`${apiUrl}/liveChat/messages?part=snippet`, (token) => ({
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ snippet }),
      }));
      return outcomeOf(readCall(result, clock()), liveChatId);
    },

    readBack: echoed,
    respond: () => Promise.resolve({ outcome: 'refused', reason: 'YouTube has no interactions' }),
    lookUpLevel: () => Promise.resolve(null),
    ...youtubeLookUps(options),
    ...youtubeDeletes(options),
    lookAtVideo: (videoId) => lookAtVideo(options, videoId),
    readLiveChat: (ask) => readLiveChat(options, ask),
  };
}

function outcomeOf(called: Called, liveChatId: string): SendOutcome {
  if (called.ok) {
    const parsed = inserted.safeParse(called.json);
    return parsed.success ? { outcome: 'sent', messageId: parsed.data.id } : unclear('an answer that is none');
  }
  const { reason } = called;
  switch (called.why) {
    case 'quota':
    case 'rate': {
      const key = called.why === 'quota' ? ALL.key : chatKey(liveChatId);
      const { afterMs } = called;
      return { outcome: 'refused', reason, retryAfterMs: afterMs, holds: [{ key, forMs: afterMs }] };
    }
    case 'token':
      return { outcome: 'refused', reason, ...(called.afterMs === undefined ? {} : { retryAfterMs: called.afterMs }) };
    // The chat is over or closed, the bot is banned from it, or the text is none: the same would be refused again.
    case 'refused':
      return { outcome: 'refused', reason };
    case 'unclear':
      return unclear(reason);
  }
}
