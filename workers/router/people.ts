import type { ChatEvent, Person } from '../core/events.ts';
import type { Invocation } from '../core/invocation.ts';
import type { Services } from './services.ts';

/** `<@U024BE7LH>` on Slack, `<@80351110224678912>` or `<@!…>` on Discord. */
const MARKED_MENTION = /^<@!?([A-Za-z0-9]+)(?:\|[^>]*)?>$/;

/**
 * Who is meant by a word that was typed: a mention by the id the platform gives it, a name by whoever goes by it among
 * the community's members or on the platform. Null where nobody does.
 */
export async function findPerson(services: Services, invocation: Invocation, typed: string): Promise<Person | null> {
  const word = typed.trim();
  const { event, community } = invocation;
  const marked = MARKED_MENTION.exec(word)?.[1];
  const account = marked ?? mentionedBy(word, event);
  const name = word.replace(/^@/, '');
  if (account) return { account, login: name, displayName: marked ? '' : name };
  if (name === '') return null;
  return services.lookUps.account(
    { communityId: community.id, platform: event.platform, channel: event.channel },
    name,
  );
}

/** The id of an @name, where the platform told one for each of them in order. */
function mentionedBy(word: string, { text, mentions }: ChatEvent): string | undefined {
  if (!word.startsWith('@')) return undefined;
  const names: readonly string[] = text.match(/@\S+/g) ?? [];
  return names.length === mentions.length ? mentions[names.indexOf(word)] : undefined;
}
