import type { AnswerBy } from '../core/events.ts';
import type { Invocation } from '../core/invocation.ts';
import { keyringOf, seal, unseal } from '../core/sealed.ts';
import type { Services } from './services.ts';

/** What opens an interaction's place for an answer to whoever has it: Discord's token, the address that Slack gave. */
const keyOf = (answer: AnswerBy): string | null => {
  if (answer.by === 'discord-interaction') return answer.token;
  return answer.by === 'slack-response-url' ? answer.url : null;
};

const withKey = (answer: AnswerBy, key: string): AnswerBy => {
  if (answer.by === 'discord-interaction') return { ...answer, token: key };
  return answer.by === 'slack-response-url' ? { ...answer, url: key } : answer;
};

const SEALED = /^v1\.[0-9a-f]{8}\./;
const contextOf = ({ id }: Pick<Invocation, 'id'>): string => `answer:${id}`;
const keysOf = ({ settings }: Pick<Services, 'settings'>) =>
  keyringOf(settings.ENCRYPTION_KEY, settings.ENCRYPTION_KEY_PREVIOUS);

/** An invocation as it is stored: rows are kept for 30 days, and read by more than whoever may answer. */
export async function sealAnswer(services: Pick<Services, 'settings'>, invocation: Invocation): Promise<Invocation> {
  const { event } = invocation;
  const key = keyOf(event.answer);
  if (key === null || SEALED.test(key)) return invocation;
  const sealed = await seal(keysOf(services), contextOf(invocation), key);
  return { ...invocation, event: { ...event, answer: withKey(event.answer, sealed) } };
}

/** How an invocation is to be answered, whether it comes from a row or from a queue. @throws where no key opens it */
export async function openAnswer(services: Pick<Services, 'settings'>, invocation: Invocation): Promise<AnswerBy> {
  const { answer } = invocation.event;
  const key = keyOf(answer);
  if (key === null || !SEALED.test(key)) return answer;
  return withKey(answer, await unseal(keysOf(services), contextOf(invocation), key));
}
