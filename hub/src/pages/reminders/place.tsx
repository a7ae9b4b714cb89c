import { useQuery } from '@tanstack/react-query';
import { useCommunity } from '../../app/use-community.ts';
import { platformOf } from '../../channels/places.ts';
import { channelsQuery } from '../../channels/queries.ts';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';

/** In which channel something is said, by the name it goes by. */
export function Place({ channel, className }: { readonly channel: string | null; readonly className?: string }) {
  const w = useWords(reminders);
  const { slug } = useCommunity();
  const { data: channels } = useQuery(channelsQuery(slug));
  if (channel === null) return <span className="text-ink-faint">{w.nowhere}</span>;
  const login = channels?.find((one) => one.channel === channel)?.login;
  return (
    <PlatformMark platform={platformOf(channel)} {...(className ? { className } : {})}>
      <bdi>{login || channel.slice(channel.indexOf(':') + 1)}</bdi>
    </PlatformMark>
  );
}
