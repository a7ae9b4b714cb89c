import type { Answer, Route, StandInRequest } from '../routes.ts';
import { asUser, helixError } from './auth.ts';
import type { HeldLine, Lines } from './lines.ts';
import type { People } from './people.ts';
import type { Points } from './points.ts';
import type { Tokens } from './tokens.ts';

export interface TwitchModerationRules {
  people: People;
  lines: Lines;
  now(): number;
  /** A line of chat is gone. */
  deleted(line: HeldLine): void;
}

/** Helix: Delete Chat Messages. */
const DELETABLE_MS = 6 * 60 * 60_000;

/** `DELETE /helix/moderation/chat`: a moderator takes a line away, or all of them. */
export class TwitchModeration {
  /** Ids of lines, oldest first. */
  deleted: string[] = [];
  readonly #rules: TwitchModerationRules;

  constructor(rules: TwitchModerationRules) {
    this.#rules = rules;
  }

  reset(): void {
    this.deleted = [];
  }

  routes(guard: Tokens['guard'], { charged }: Points): Route[] {
    const handle = asUser(['moderator:manage:chat_messages'], (request, userId) => this.#handle(request, userId));
    return [{ method: 'DELETE', path: '/helix/moderation/chat', op: 'chat.delete', handle: guard(charged(handle)) }];
  }

  #handle({ query }: StandInRequest, userId: string): Answer {
    const { people, lines } = this.#rules;
    const channelId = query.get('broadcaster_id');
    if (!channelId) return helixError(400, 'Missing required parameter "broadcaster_id"');
    const moderatorId = query.get('moderator_id');
    if (!moderatorId) return helixError(400, 'Missing required parameter "moderator_id"');
    if (moderatorId !== userId) {
      return helixError(401, "The ID in moderator_id must match the user ID found in the request's OAuth token.");
    }
    // Worded as in twitchdev/issues#659.
    if (!people.moderates(userId, channelId)) {
      return helixError(403, "You don't have permission to perform that action.");
    }
    const messageId = query.get('message_id');
    if (!messageId) {
      for (const line of lines.in(channelId)) this.#take(line);
      return { status: 204 };
    }
    const line = lines.get(messageId);
    const refused = this.#refusal(line, channelId, userId);
    if (refused) return refused;
    if (line) this.#take(line);
    return { status: 204 };
  }

  /** Why one line stays: it is not there, too old, or somebody's who is above that. */
  #refusal(line: HeldLine | undefined, channelId: string, moderatorId: string): Answer | undefined {
    const { people, now } = this.#rules;
    if (!line || line.deleted || line.channelId !== channelId) {
      return helixError(404, 'The ID in message_id was not found.');
    }
    if (now() - line.at > DELETABLE_MS) {
      return helixError(404, 'The specified message was created more than 6 hours ago.');
    }
    const { id, login, name = login, role } = line.user;
    if (id === moderatorId) return undefined;
    if (id === channelId) return helixError(400, "You cannot delete the broadcaster's messages.");
    // Worded as in twitchdev/issues#660.
    const isModerator = role === 'moderator' || people.moderates(id, channelId);
    return isModerator ? helixError(400, `You cannot delete messages from another moderator ${name}.`) : undefined;
  }

  #take(line: HeldLine): void {
    if (line.deleted) return;
    line.deleted = true;
    this.deleted.push(line.messageId);
    this.#rules.deleted(line);
  }
}
