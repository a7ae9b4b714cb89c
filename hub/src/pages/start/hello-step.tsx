import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { PartyPopper } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { api, read } from '../../api/client.ts';
import type { OwnCommunity } from '../../api/session.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { channelsQuery } from '../../channels/queries.ts';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import { FirstCommand } from './first-command.tsx';
import { ListenToChat } from './listen-to-chat.tsx';
import type { Go, StepState } from './steps.ts';
import { TestChat } from './test-chat.tsx';
import { useFirstCommand } from './use-first-command.ts';

export interface HelloStepProps {
  readonly community: OwnCommunity;
  /** Where it is said; where something is linked, there, unless they chose otherwise. */
  readonly via: StepState['via'];
  readonly onGo: Go;
}

/** The third step: the first command, and its first answer. */
export function HelloStep({ community: { slug, name }, via, onGo }: HelloStepProps) {
  const w = useWords(startWords);
  const { data: settings } = useQuery({
    queryKey: [...ofCommunity(slug), 'settings'],
    queryFn: () => read(api.communities[':communityId'].$get({ param: { communityId: slug } })),
  });
  const { data: channels } = useQuery(channelsQuery(slug));
  const { data: reply } = useFirstCommand(slug);
  const [isAnswered, setAnswered] = useState(false);
  const next = useFocusOnceMade(reply);
  const isThere = settings !== undefined && channels !== undefined && reply !== undefined;
  const place = via ?? (channels && channels.length > 0 ? 'chat' : 'test');
  return (
    <>
      <PageHeader
        title={w.helloTitle}
        description={w.helloWhy}
        actions={
          !isAnswered && (
            <LinkButton asChild variant="ghost">
              <Link to="/c/$slug" params={{ slug }}>
                {w.skip}
              </Link>
            </LinkButton>
          )
        }
      />
      {isThere ? (
        <div className="space-y-6">
          <FirstCommand slug={slug} prefix={settings.prefix} language={settings.language} reply={reply} />
          {reply !== null && (
            <div ref={next} tabIndex={-1} className="outline-none">
              <Card
                title={place === 'test' ? w.testTitle : w.sayItTitle}
                description={place === 'test' ? w.testWhy : undefined}
              >
                {place === 'test' ? (
                  <TestChat slug={slug} prefix={settings.prefix} onAnswered={() => setAnswered(true)} />
                ) : (
                  <ListenToChat
                    slug={slug}
                    prefix={settings.prefix}
                    channels={channels}
                    onAnswered={() => setAnswered(true)}
                  />
                )}
              </Card>
            </div>
          )}
          {isAnswered ? (
            <Done slug={slug} name={name} />
          ) : (
            <OtherPlace
              place={place}
              hasChannels={channels.length > 0}
              onPlace={(next) => onGo({ step: 'hello', community: slug, via: next })}
              onConnect={() => onGo({ step: 'connect', community: slug })}
            />
          )}
        </div>
      ) : (
        <Skeleton shape="card" lines={4} />
      )}
    </>
  );
}

interface OtherPlaceProps {
  readonly place: NonNullable<StepState['via']>;
  readonly hasChannels: boolean;
  readonly onPlace: (place: NonNullable<StepState['via']>) => void;
  readonly onConnect: () => void;
}

function OtherPlace({ place, hasChannels, onPlace, onConnect }: OtherPlaceProps) {
  const w = useWords(startWords);
  if (place === 'chat') return <Button onClick={() => onPlace('test')}>{w.tryHere}</Button>;
  return hasChannels ? (
    <Button onClick={() => onPlace('chat')}>{w.toChat}</Button>
  ) : (
    <Button onClick={onConnect}>{w.toConnect}</Button>
  );
}

function Done({ slug, name }: { readonly slug: string; readonly name: string }) {
  const w = useWords(startWords);
  return (
    <section role="status" className="flex flex-wrap items-center gap-4 rounded-lg bg-ok-soft px-4 py-4">
      <PartyPopper aria-hidden className="size-5 shrink-0 text-ok" />
      <div className="min-w-0 flex-1 basis-56">
        <h2 className="font-semibold text-ink text-lg">{w.well}</h2>
        <p className="text-ink-soft">{w.wellWhy}</p>
      </div>
      <LinkButton asChild variant="primary" size="lg" className="min-w-0 max-w-full">
        <Link to="/c/$slug" params={{ slug }}>
          <bdi className="truncate">{w.toCommunity(name)}</bdi>
        </Link>
      </LinkButton>
    </section>
  );
}

/** Once the command is there, its form is not: keys go on where it is said. */
function useFocusOnceMade(reply: string | null | undefined): RefObject<HTMLDivElement | null> {
  const next = useRef<HTMLDivElement>(null);
  const before = useRef(reply);
  useEffect(() => {
    if (before.current === null && typeof reply === 'string') next.current?.focus();
    before.current = reply;
  }, [reply]);
  return next;
}
