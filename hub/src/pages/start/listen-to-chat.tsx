import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { LiveEntry } from '../../api/live.ts';
import { useLive } from '../../api/use-live.ts';
import { Problems } from '../../channels/problems.tsx';
import { channelsQuery, type LinkedChannel, platformsQuery } from '../../channels/queries.ts';
import { Alert } from '../../design/alert.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { Spinner } from '../../design/spinner.tsx';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import { ChatLine } from './chat-line.tsx';
import { FIRST } from './use-first-command.ts';

/** How long a line may take to be typed and to arrive before what may be missing is shown, ms. */
const PATIENCE_MS = 60_000;
/** How often is looked then whether it is still missing, ms. */
const LOOK_AGAIN_MS = 15_000;

export interface ListenToChatProps {
  readonly slug: string;
  readonly prefix: string;
  readonly channels: readonly LinkedChannel[];
  readonly onAnswered: () => void;
}

type Of<Is extends LiveEntry['is']> = Extract<LiveEntry, { readonly is: Is }>;

/** What the feed tells of the first command: as it was typed, and what was answered. */
function heardIn(entries: readonly LiveEntry[], command: string) {
  const isIt = (entry: LiveEntry): entry is Of<'command'> =>
    entry.is === 'command' && entry.text.trim().toLowerCase().split(/\s/, 1)[0] === command.toLowerCase();
  const typed = entries.findLast(isIt);
  const reply = entries.findLast(
    (entry): entry is Of<'reply'> =>
      entry.is === 'reply' && entry.command === command && entry.channel === typed?.channel && entry.at >= typed.at,
  );
  const other = entries.findLast((entry): entry is Of<'message'> => entry.is === 'message');
  return { typed, reply, other };
}

/** Waits for the first command in a chat that is connected, and shows what became of it. */
export function ListenToChat({ slug, prefix, channels, onAnswered }: ListenToChatProps) {
  const w = useWords(startWords);
  const { entries } = useLive(slug);
  const command = `${prefix}${FIRST}`;
  const { data: platforms } = useQuery(platformsQuery);
  const standIn = platforms?.find(({ platform, standIn: isPlayed }) => isPlayed && platform === channels[0]?.platform);
  const { typed, reply, other } = heardIn(entries, command);
  const isAnswered = reply?.status === 'sent';
  useEffect(() => {
    if (isAnswered) onAnswered();
  }, [isAnswered, onAnswered]);
  return (
    <div className="space-y-4">
      <div className="space-y-2">
        <p className="text-ink-soft">{standIn ? w.sayByStandIn : w.sayIt}</p>
        <Code block copy>
          {standIn ? `npm run chat -- --platform ${standIn.platform} --say '${command}'` : command}
        </Code>
      </div>
      <div role="log" aria-label={w.sayItTitle} className="space-y-2 rounded-lg border border-line bg-sunken p-3">
        {typed ? (
          <>
            <ChatLine by={typed.author.displayName} isBot={false}>
              {typed.text}
            </ChatLine>
            {reply ? (
              <ChatLine by={w.bot} isBot>
                {reply.text}
              </ChatLine>
            ) : (
              <p className="text-ink-faint">{w.onItsWay}</p>
            )}
          </>
        ) : (
          <>
            {other && (
              <>
                <ChatLine by={other.author.displayName} isBot={false}>
                  {other.text}
                </ChatLine>
                <p className="text-ink-soft">{w.heardOther}</p>
              </>
            )}
            <p className="flex items-center gap-2 text-ink-soft">
              <Spinner />
              {w.waiting}
            </p>
          </>
        )}
      </div>
      {reply && reply.status !== 'sent' && (
        <Alert tone="warning" title={w.notSent}>
          {reply.reason ?? reply.status}
        </Alert>
      )}
      {!typed && (
        <>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-faint text-sm">
            {w.waitingIn}
            {channels.map(({ channel, platform, login }) => (
              <PlatformMark key={channel} platform={platform}>
                <bdi>{login}</bdi>
              </PlatformMark>
            ))}
          </p>
          {!other && <Missing slug={slug} />}
        </>
      )}
    </div>
  );
}

/** What may be in the way, once a line should have arrived. */
function Missing({ slug }: { readonly slug: string }) {
  const w = useWords(startWords);
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data: channels = [] } = useQuery({ ...channelsQuery(slug), refetchInterval: LOOK_AGAIN_MS });
  const ill = channels.filter(({ problems }) => problems.length > 0);
  // What is known to be wrong needs no waiting for.
  const isBroken = ill.some(({ problems }) => problems.some(({ is }) => is !== 'moderator'));
  if (!isLate && !isBroken) return null;
  return (
    <Alert tone="warning" title={w.nothingTitle}>
      <div className="space-y-3">
        <p>{ill.length > 0 ? w.nothingIll : w.nothingWell}</p>
        {ill.map(({ channel, problems }) => (
          <Problems key={channel} problems={problems} />
        ))}
        <div className="flex flex-wrap gap-2">
          {(ill.length > 0 ? ill : channels).map(({ channel, login }) => (
            <LinkButton asChild size="sm" key={channel}>
              <Link to="/c/$slug/integrations" params={{ slug }} search={{ channel } as never}>
                <bdi className="max-w-60 truncate">{w.checkChannel(login)}</bdi>
              </Link>
            </LinkButton>
          ))}
        </div>
      </div>
    </Alert>
  );
}
