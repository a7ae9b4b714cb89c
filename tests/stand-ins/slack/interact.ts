import { type Installation, LEGACY_TOKEN, slackId, triggerId } from './events.ts';
import type { SlackTeam } from './oauth.ts';
import type { SlackFormAnswer } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A click or a choice; `fields` are those of the element's type beside `value` (`selected_option`, `selected_user` …). */
export interface Action {
  actionId: string;
  /** `button` unless given. */
  type?: string;
  blockId?: string;
  value?: string;
  fields?: Record<string, unknown>;
}

export interface InteractRules {
  app: Installation;
  team: SlackTeam;
  workspace: Workspace;
  /** Posts the payload; `respond` is whom a new response_url answers, missing where Slack gives none. */
  send(
    payload: Record<string, unknown>,
    respond?: { channel: string; user: string; threadTs?: string },
  ): Promise<SlackFormAnswer>;
}

/** What people do with the app's buttons, modals and shortcuts (Slack: interaction payloads). */
export class Interact {
  #rules: InteractRules;

  constructor(rules: InteractRules) {
    this.#rules = rules;
  }

  /** Somebody uses elements of a message; `ts` is the message's, one that nobody remembers unless given. */
  blockActions(given: { channel: string; user: string; actions: Action[]; ts?: string }): Promise<SlackFormAnswer> {
    const { workspace, app } = this.#rules;
    const { channel, user, ts = workspace.nextTs() } = given;
    const stored = workspace.find(channel, ts)?.message;
    const action_ts = workspace.nextTs();
    const payload = {
      ...this.#common('block_actions', user),
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: stored === undefined },
      trigger_id: triggerId(),
      channel: this.#channel(channel),
      message: stored ?? { type: 'message', user: app.botUserId, text: '', ts, team: app.teamId },
      state: { values: {} },
      actions: given.actions.map(({ actionId, type = 'button', blockId = 'block', value, fields }) => ({
        type,
        action_id: actionId,
        block_id: blockId,
        ...(type === 'button' ? { text: { type: 'plain_text', text: actionId, emoji: true } } : {}),
        ...(value === undefined ? {} : { value }),
        ...fields,
        action_ts,
      })),
    };
    return this.#rules.send(payload, { channel, user, threadTs: stored?.thread_ts });
  }

  /**
   * Somebody submits a modal; the answer's `body` is the app's `response_action`, if any.
   * @param given `values` by block id and action id, as the modal's state has them.
   */
  viewSubmission(given: {
    user: string;
    callbackId: string;
    values: Record<string, Record<string, { type: string; [field: string]: unknown }>>;
    privateMetadata?: string;
    title?: string;
  }): Promise<SlackFormAnswer> {
    const { teamId, appId, botUserId } = this.#rules.app;
    const id = slackId('V');
    const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
    const view = {
      id,
      team_id: teamId,
      type: 'modal',
      blocks: [],
      private_metadata: given.privateMetadata ?? '',
      callback_id: given.callbackId,
      state: { values: given.values },
      hash: `${this.#rules.workspace.nextTs()}.${slackId('')}`,
      title: plain(given.title ?? given.callbackId),
      clear_on_close: false,
      notify_on_close: false,
      close: null,
      submit: plain('Submit'),
      previous_view_id: null,
      root_view_id: id,
      app_id: appId,
      external_id: '',
      app_installed_team_id: teamId,
      bot_id: botUserId.replace(/^U/, 'B'),
    };
    const payload = {
      ...this.#common('view_submission', given.user),
      trigger_id: triggerId(),
      view,
      response_urls: [],
    };
    return this.#rules.send(payload);
  }

  /** Somebody picks a global shortcut: it belongs to no channel. */
  shortcut({ user, callbackId }: { user: string; callbackId: string }): Promise<SlackFormAnswer> {
    const action_ts = this.#rules.workspace.nextTs();
    const payload = { ...this.#common('shortcut', user), action_ts, trigger_id: triggerId(), callback_id: callbackId };
    return this.#rules.send(payload);
  }

  /** Somebody picks a shortcut from a message's menu. */
  messageShortcut(given: { user: string; callbackId: string; channel: string; ts: string }): Promise<SlackFormAnswer> {
    const { user, callbackId, channel, ts } = given;
    const message = this.#rules.workspace.find(channel, ts)?.message;
    if (!message) throw new Error(`No Slack message ${ts} in ${channel}`);
    const payload = {
      ...this.#common('message_action', user),
      action_ts: this.#rules.workspace.nextTs(),
      message_ts: ts,
      trigger_id: triggerId(),
      callback_id: callbackId,
      channel: this.#channel(channel),
      message,
    };
    return this.#rules.send(payload, { channel, user, threadTs: message.thread_ts });
  }

  /** Somebody types into an external select; the answer's `body` holds the options. */
  blockSuggestion(given: { user: string; channel: string; actionId: string; value: string }): Promise<SlackFormAnswer> {
    const { user, channel, actionId, value } = given;
    const payload = {
      ...this.#common('block_suggestion', user),
      container: { type: 'message', message_ts: this.#rules.workspace.nextTs(), channel_id: channel },
      channel: this.#channel(channel),
      action_id: actionId,
      block_id: 'block',
      value,
    };
    return this.#rules.send(payload);
  }

  #common(type: string, userId: string): Record<string, unknown> {
    const { app, team, workspace } = this.#rules;
    const name = workspace.users.get(userId)?.name ?? userId.toLowerCase();
    return {
      type,
      team: { id: team.id, domain: (team.name ?? team.id).toLowerCase().replaceAll(/\W+/g, '-') },
      user: { id: userId, username: name, name, team_id: team.id },
      api_app_id: app.appId,
      token: LEGACY_TOKEN,
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  #channel(id: string) {
    return { id, name: this.#rules.workspace.channels.get(id)?.name ?? 'directmessage' };
  }
}
