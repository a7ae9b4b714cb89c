import { randomInt } from 'node:crypto';
import type { Installation } from './events.ts';
import { LEGACY_TOKEN } from './events.ts';
import type { SlackDelivery } from './webhooks.ts';
import type { Workspace } from './workspace.ts';

type Sent = Promise<SlackDelivery>;

export interface EmitRules {
  app: Installation;
  workspace: Workspace;
  /** Sends an event in an event_callback. */
  send(event: Record<string, unknown>): Sent;
  /** Sends an outer event that holds no inner one. */
  sendOuter(outer: Record<string, unknown>): Sent;
  /** Ends the workspace's tokens. */
  uninstall(): void;
  now(): number;
}

const MINUTE_MS = 60_000;

/** Every event beside messages that an app can subscribe to (Slack: Events API reference). */
export class SlackEmit {
  #rules: EmitRules;

  constructor(rules: EmitRules) {
    this.#rules = rules;
  }

  /** Somebody, or the bot itself, is in a channel from now on. */
  memberJoined(given: { channel: string; user: string; inviter?: string }): Sent {
    return this.#membership('member_joined_channel', given, true);
  }

  memberLeft(given: { channel: string; user: string }): Sent {
    return this.#membership('member_left_channel', given, false);
  }

  reactionAdded(given: { channel: string; ts: string; user: string; reaction: string }): Sent {
    return this.#reaction('reaction_added', given);
  }

  reactionRemoved(given: { channel: string; ts: string; user: string; reaction: string }): Sent {
    return this.#reaction('reaction_removed', given);
  }

  /** Takes a message out of the channel and tells what it was. */
  messageDeleted({ channel, ts }: { channel: string; ts: string }): Sent {
    const removed = this.#rules.workspace.remove(channel, ts);
    if (!removed) throw new Error(`No Slack message ${ts} in ${channel}`);
    const at = this.#ts();
    return this.#rules.send({
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      channel,
      channel_type: 'channel',
      ts: at,
      event_ts: at,
      deleted_ts: ts,
      previous_message: removed.message,
    });
  }

  /** Somebody opens the app's own page or its direct messages. */
  appHomeOpened({ user, tab = 'home' }: { user: string; tab?: 'home' | 'messages' }): Sent {
    const channel = user.replace(/^U/, 'D');
    return this.#rules.send({ type: 'app_home_opened', user, channel, tab, event_ts: this.#ts() });
  }

  /** Tells of ended tokens by the ids of their users; the bot's own unless given. */
  tokensRevoked({ bot = [this.#rules.app.botUserId], oauth = [] }: { bot?: string[]; oauth?: string[] } = {}): Sent {
    return this.#rules.send({ type: 'tokens_revoked', tokens: { oauth, bot }, event_ts: this.#ts() });
  }

  /** The workspace removes the app: its tokens end, and both events come, in any order. */
  async appUninstalled(): Promise<SlackDelivery[]> {
    this.#rules.uninstall();
    const uninstalled = () => this.#rules.send({ type: 'app_uninstalled', event_ts: this.#ts() });
    const both = [() => this.tokensRevoked(), uninstalled];
    return Promise.all((randomInt(2) === 0 ? both : both.toReversed()).map((send) => send()));
  }

  /** More than 30,000 events in an hour: events of this minute are dropped. */
  appRateLimited(): Sent {
    const { app, now } = this.#rules;
    return this.#rules.sendOuter({
      token: LEGACY_TOKEN,
      type: 'app_rate_limited',
      team_id: app.teamId,
      minute_rate_limited: Math.floor(now() / MINUTE_MS) * 60,
      api_app_id: app.appId,
    });
  }

  #membership(type: string, given: { channel: string; user: string; inviter?: string }, is: boolean): Sent {
    const { app, workspace, send } = this.#rules;
    const channel = workspace.channels.get(given.channel);
    if (!channel) throw new Error(`No Slack channel ${given.channel}`);
    if (given.user === app.botUserId) channel.botIsMember = is;
    // Public channels are "C" here and "channel" in messages.
    return send({ type, ...given, channel_type: 'C', team: app.teamId, event_ts: this.#ts() });
  }

  #reaction(type: string, given: { channel: string; ts: string; user: string; reaction: string }): Sent {
    const { channel, ts, user, reaction } = given;
    const item_user = this.#rules.workspace.find(channel, ts)?.message.user;
    const item = { type: 'message', channel, ts };
    return this.#rules.send({ type, user, reaction, item_user, item, event_ts: this.#ts() });
  }

  #ts(): string {
    return this.#rules.workspace.nextTs();
  }
}
