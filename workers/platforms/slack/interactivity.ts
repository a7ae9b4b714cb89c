import * as z from 'zod';
import type { AnswerBy, ChatEvent, EventData, EventKind } from '../../core/events.ts';
import type { Delivery } from './events.ts';
import { authorOf, id, slackRoom, slackTs, timeOfTs, unescapeSlack } from './events.ts';

/** Slack: action_id and block_id have at most 255 characters. */
const name = z.string().max(255);
const texts = z.array(z.string()).max(100);
const option = z.object({ value: z.string() });
/** What a person chose or typed: each kind of element has a field of its own for it. */
const element = z.object({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).max(100).nullish(),
  selected_user: z.string().nullish(),
  selected_users: texts.nullish(),
  selected_channel: z.string().nullish(),
  selected_channels: texts.nullish(),
  selected_conversation: z.string().nullish(),
  selected_conversations: texts.nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_date_time: z.number().nullish(),
});

function chosen(given: z.infer<typeof element>): readonly string[] {
  const one = [
    given.value,
    given.selected_option?.value,
    given.selected_user,
    given.selected_channel,
    given.selected_conversation,
    given.selected_date,
    given.selected_time,
    given.selected_date_time?.toString(),
  ].filter((value) => value !== null && value !== undefined);
  const many = [
    ...(given.selected_options ?? []).map(({ value }) => value),
    ...(given.selected_users ?? []),
    ...(given.selected_channels ?? []),
    ...(given.selected_conversations ?? []),
  ];
  return [...one, ...many];
}

const named = z.object({ id });
const common = z.object({
  team: named.nullish(),
  enterprise: named.nullish(),
  user: z.object({ id, username: z.string().nullish(), name: z.string().nullish(), team_id: id.nullish() }),
});
/** Where an interaction took place; nowhere for those of the home tab, of modals and of the global menu. */
const place = z.object({
  container: z
    .object({ channel_id: id.nullish(), message_ts: slackTs.nullish(), thread_ts: slackTs.nullish() })
    .nullish(),
  channel: named.nullish(),
  message: z.object({ thread_ts: slackTs.nullish() }).nullish(),
  response_url: z.url().nullish(),
});
const trigger = z.string().min(1).max(150);

const blockActions = common.extend(place.shape).extend({
  trigger_id: trigger,
  actions: z.array(element.extend({ action_id: name, action_ts: slackTs.nullish() })).max(100),
});
const viewSubmission = common.extend({
  view: z.object({
    id,
    callback_id: name.default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), element)) }).nullish(),
  }),
  response_urls: z.array(z.object({ channel_id: id, response_url: z.url() })).nullish(),
});
const shortcut = common.extend({ trigger_id: trigger, callback_id: name.min(1), action_ts: slackTs.nullish() });
const messageAction = shortcut.extend(place.shape).extend({
  message: z.object({ ts: slackTs, text: z.string().default(''), thread_ts: slackTs.nullish() }),
});
const blockSuggestion = common.extend(place.shape).extend({
  action_id: name,
  block_id: name.default(''),
  value: z.string().default(''),
});

type Common = z.infer<typeof common>;
type Place = z.infer<typeof place>;

/** One that happened in no room is answered in the person's direct messages: `chat.postMessage` takes a user for a channel. */
const roomOf = (given: Common & Place): string => {
  const channel = given.container?.channel_id ?? given.channel?.id;
  const thread = given.container?.thread_ts ?? given.message?.thread_ts;
  return channel ? slackRoom(channel, thread) : given.user.id;
};

const answerBy = (url: string | null | undefined): AnswerBy =>
  url ? { by: 'slack-response-url', url } : { by: 'api' };

interface Fact<K extends EventKind> {
  readonly id: string;
  readonly room: string;
  readonly text?: string;
  readonly data: EventData[K];
  readonly ts?: string | null | undefined;
  readonly answer: AnswerBy;
}

function eventOf<K extends EventKind>(
  kind: K,
  given: Common,
  delivery: Delivery,
  { ts, ...fact }: Fact<K>,
): ChatEvent<K> | null {
  const { user } = given;
  // An app that is installed for a whole organisation is told of no team where none is meant.
  const channel = given.team?.id ?? user.team_id ?? given.enterprise?.id;
  if (!channel) return null;
  return {
    text: '',
    ...fact,
    platform: 'slack',
    channel,
    kind,
    author: authorOf(user.id, user.username || user.name || ''),
    attachments: [],
    mentions: [],
    at: ts ? timeOfTs(ts) : delivery.receivedAt,
    ...delivery,
  };
}

/** What people did with the bot's buttons, forms and menu entries; several actions may come in one payload. */
export function parseInteraction(payload: unknown, delivery: Delivery): readonly ChatEvent[] {
  const read = PARSERS.get(typeOf(payload));
  return (read?.(payload, delivery) ?? []).filter((event) => event !== null);
}

const typeOf = (payload: unknown): unknown => (payload as { readonly type?: unknown } | null | undefined)?.type;

type Parser = (payload: unknown, delivery: Delivery) => readonly (ChatEvent | null)[];

const clicked: Parser = (payload, delivery) => {
  const parsed = blockActions.safeParse(payload);
  if (!parsed.success) return [];
  const given = parsed.data;
  const messageId = given.container?.message_ts;
  return given.actions.map((action, i) =>
    eventOf('component', given, delivery, {
      id: `${given.trigger_id}:${i}`,
      room: roomOf(given),
      data: { customId: action.action_id, values: chosen(action), ...(messageId ? { messageId } : {}) },
      ts: action.action_ts,
      answer: answerBy(given.response_url),
    }),
  );
};

const submitted: Parser = (payload, delivery) => {
  const parsed = viewSubmission.safeParse(payload);
  if (!parsed.success) return [];
  const { view, response_urls, user } = parsed.data;
  const fields = Object.entries(view.state?.values ?? {}).flatMap(([block, elements]) =>
    Object.entries(elements).map(([action, given]) => [`${block}/${action}`, chosen(given).join(',')] as const),
  );
  // There is one for each channel menu of the form that asks for it (`response_url_enabled`).
  const [chosenPlace] = response_urls ?? [];
  return [
    eventOf('modal', parsed.data, delivery, {
      // An open form is sent once; when that fails it stays open and is sent again.
      id: `view:${view.id}`,
      room: chosenPlace?.channel_id ?? user.id,
      data: { customId: view.callback_id, fields: Object.fromEntries(fields) },
      answer: answerBy(chosenPlace?.response_url),
    }),
  ];
};

const chosenGlobally: Parser = (payload, delivery) => {
  const parsed = shortcut.safeParse(payload);
  if (!parsed.success) return [];
  const { trigger_id, callback_id, action_ts, user } = parsed.data;
  return [
    eventOf('command', parsed.data, delivery, {
      id: trigger_id,
      room: user.id,
      text: callback_id,
      data: { trigger: callback_id },
      ts: action_ts,
      answer: { by: 'api' },
    }),
  ];
};

const chosenOnMessage: Parser = (payload, delivery) => {
  const parsed = messageAction.safeParse(payload);
  if (!parsed.success) return [];
  const { trigger_id, callback_id, action_ts, message, response_url } = parsed.data;
  return [
    eventOf('command', parsed.data, delivery, {
      id: trigger_id,
      room: roomOf(parsed.data),
      text: callback_id,
      data: {
        trigger: callback_id,
        target: { type: 'message', id: message.ts, text: unescapeSlack(message.text) },
      },
      ts: action_ts,
      answer: answerBy(response_url),
    }),
  ];
};

/** What else comes (`view_closed`, kinds of a later day) asks nothing of the bot. */
const PARSERS: ReadonlyMap<unknown, Parser> = new Map([
  ['block_actions', clicked],
  ['view_submission', submitted],
  ['shortcut', chosenGlobally],
  ['message_action', chosenOnMessage],
]);

/** Somebody types into a menu whose options the bot knows; null where the payload is something else. */
export function parseSuggestion(payload: unknown, delivery: Delivery): ChatEvent<'autocomplete'> | null {
  const parsed = blockSuggestion.safeParse(payload);
  if (!parsed.success || typeOf(payload) !== 'block_suggestion') return null;
  const { block_id, action_id, value } = parsed.data;
  return eventOf('autocomplete', parsed.data, delivery, {
    // It has no id, and asked again it is another question.
    id: delivery.correlationId,
    room: roomOf(parsed.data),
    data: { command: block_id, option: action_id, typed: unescapeSlack(value) },
    answer: { by: 'none' },
  });
}
