import type { InlineAnswer } from '../../core/road.ts';

/** Discord: Interaction Callback Type. */
const PONG = 1;
const MESSAGE = 4;
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const CHOICES = 8;

/** Discord: Message Flags; only the one who asked sees it. */
export const EPHEMERAL = 1 << 6;
/** Nothing that is said pings anybody: absent, Discord would ping everybody the text names. */
export const NO_MENTIONS = { parse: [] } as const;

export const pong = { type: PONG } as const;

/** Taken; the message the component hangs on stays as it is. */
export const acknowledged = { type: DEFERRED_UPDATE } as const;

export const whisper = (content: string) =>
  ({ type: MESSAGE, data: { content, flags: EPHEMERAL, allowed_mentions: NO_MENTIONS } }) as const;

/** What the HTTP response of an interaction says. A message without text is refused by Discord, so it says that. */
export function answerOf(answer: InlineAnswer) {
  if (answer.answer === 'later')
    return { type: DEFERRED_MESSAGE, data: answer.visibility === 'ephemeral' ? { flags: EPHEMERAL } : {} };
  return {
    type: MESSAGE,
    data: {
      content: answer.text || '(done)',
      allowed_mentions: NO_MENTIONS,
      ...(answer.ephemeral || answer.text === '' ? { flags: EPHEMERAL } : {}),
    },
  };
}

/** Discord takes at most 25 choices with names of 1 to 100 characters. */
export const choicesOf = (names: readonly string[]) => ({
  type: CHOICES,
  data: {
    choices: names
      .filter((name) => name.length > 0 && name.length <= 100)
      .slice(0, 25)
      .map((name) => ({ name, value: name })),
  },
});
