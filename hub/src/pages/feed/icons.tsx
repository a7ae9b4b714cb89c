import type { EventKind } from '@waddlebot/core/events.ts';
import {
  Ban,
  BellRing,
  CalendarClock,
  CircleSlash,
  Clock,
  CornerDownRight,
  DoorOpen,
  Gem,
  Gift,
  HandCoins,
  Heart,
  type LucideIcon,
  Megaphone,
  MessageSquareX,
  PencilLine,
  Play,
  Radio,
  ShieldOff,
  Smile,
  Sparkles,
  SquareTerminal,
  Star,
  Ticket,
  TriangleAlert,
  Unplug,
  UserMinus,
  UserPlus,
  UsersRound,
  Webhook,
} from 'lucide-react';
import { entryOf, type FeedRow } from './rows.ts';

const OF_EVENTS: Partial<Record<EventKind, LucideIcon>> = {
  follow: Heart,
  subscribe: Star,
  resubscribe: Star,
  gift: Gift,
  cheer: Gem,
  tip: HandCoins,
  raid: UsersRound,
  redemption: Ticket,
  'stream.online': Radio,
  'stream.offline': CircleSlash,
  'stream.update': PencilLine,
  'video.published': Play,
  'video.deleted': CircleSlash,
  'member.join': UserPlus,
  'member.leave': DoorOpen,
  reaction: Smile,
  'message.deleted': MessageSquareX,
  ban: Ban,
  timeout: Clock,
  unban: UserPlus,
  shoutout: Megaphone,
  'installation.revoked': ShieldOff,
  'shard.disabled': Unplug,
  webhook: Webhook,
  timer: CalendarClock,
  reminder: BellRing,
};

/** The sign of a row, beside its words; a plain message needs none. */
export function iconOf(row: Exclude<FeedRow, { is: 'gap' }>): LucideIcon | null {
  if (row.is === 'answer') return CornerDownRight;
  const entry = entryOf(row);
  if (entry.is === 'command') return SquareTerminal;
  if (entry.is === 'refusal') return Ban;
  if (entry.is === 'notice') return TriangleAlert;
  if (entry.is === 'change') return entry.action === 'member.leave' ? UserMinus : PencilLine;
  if (entry.is === 'event') return OF_EVENTS[entry.kind] ?? Sparkles;
  return null;
}
