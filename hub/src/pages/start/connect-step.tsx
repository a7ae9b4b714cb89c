import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight, ChevronDown, MessageCircle, RotateCw } from 'lucide-react';
import { useId } from 'react';
import { meQuery, type OwnCommunity } from '../../api/session.ts';
import { LinkPlatform } from '../../channels/link-platform.tsx';
import { ChannelLight, Problems } from '../../channels/problems.tsx';
import {
  channelsQuery,
  type LinkedChannel,
  type PlatformName,
  type PlatformState,
  platformsQuery,
} from '../../channels/queries.ts';
import { Button, LinkButton } from '../../design/button.tsx';
import { cn } from '../../design/cn.ts';
import { PageHeader } from '../../design/page-header.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { Section } from '../../design/section.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { channelWords } from '../../words/channels.ts';
import { integrationWords } from '../../words/integrations.ts';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import type { Go } from './steps.ts';

export interface ConnectStepProps {
  readonly community: OwnCommunity;
  /** The one that is looked at. */
  readonly platform: PlatformName | undefined;
  readonly onOpen: (platform: PlatformName | undefined) => void;
  readonly onGo: Go;
}

/** The second step: a platform, or none. */
export function ConnectStep({ community: { slug, name }, platform, onOpen, onGo }: ConnectStepProps) {
  const w = useWords(startWords);
  const { data: channels } = useQuery(channelsQuery(slug));
  const { data: platforms } = useQuery(platformsQuery);
  const isLinked = (channels?.length ?? 0) > 0;
  return (
    <>
      <PageHeader title={<bdi>{w.connectTitle(name)}</bdi>} description={w.connectWhy} />
      <div className="space-y-8">
        {channels && isLinked && (
          <Section title={w.connected}>
            <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
              {channels.map((channel) => (
                <Connected key={channel.channel} channel={channel} slug={slug} />
              ))}
            </ul>
            <Button
              variant="primary"
              size="lg"
              className="mt-4"
              icon={<ArrowRight />}
              onClick={() => onGo({ step: 'hello', community: slug })}
            >
              {w.next}
            </Button>
          </Section>
        )}
        <Section title={isLinked ? w.linkAnother : w.platforms}>
          {platforms ? (
            <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
              {platforms.map((state) => (
                <PlatformChoice
                  key={state.platform}
                  slug={slug}
                  state={state}
                  isOpen={state.platform === platform}
                  onToggle={() => onOpen(state.platform === platform ? undefined : state.platform)}
                />
              ))}
            </ul>
          ) : (
            <Skeleton shape="table" lines={5} />
          )}
        </Section>
        <Section title={w.tryTitle} description={w.tryWhy}>
          <Button icon={<MessageCircle />} onClick={() => onGo({ step: 'hello', community: slug, via: 'test' })}>
            {w.tryIt}
          </Button>
        </Section>
      </div>
    </>
  );
}

function Connected({ channel, slug }: { readonly channel: LinkedChannel; readonly slug: string }) {
  const w = useWords(startWords);
  const { platform, login, problems } = channel;
  return (
    <li className="space-y-3 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <PlatformMark platform={platform} className="font-medium">
          <bdi>{login}</bdi>
        </PlatformMark>
        <ChannelLight problems={problems} />
      </div>
      {problems.length > 0 && (
        <>
          <Problems problems={problems} />
          <LinkButton asChild size="sm">
            <Link to="/c/$slug/integrations" params={{ slug }} search={{ channel: channel.channel } as never}>
              {w.details}
            </Link>
          </LinkButton>
        </>
      )}
    </li>
  );
}

interface PlatformChoiceProps {
  readonly slug: string;
  readonly state: PlatformState;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function PlatformChoice({ slug, state, isOpen, onToggle }: PlatformChoiceProps) {
  const w = useWords(channelWords);
  const i = useWords(integrationWords);
  const { data: me } = useSuspenseQuery(meQuery);
  const client = useQueryClient();
  const id = useId();
  const { platform, missing, bot } = state;
  const lacksBot = bot === 'missing' || bot === 'refused';
  return (
    <li>
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={onToggle}
          className="flex min-h-12 w-full items-center gap-4 px-4 py-2 text-left hover:bg-hover focus-inset"
        >
          <PlatformMark platform={platform} className="flex-1 font-medium" />
          {missing.length > 0 ? (
            <StatusDot state="idle" className="text-ink-soft">
              {i.notSetUp}
            </StatusDot>
          ) : lacksBot ? (
            <StatusDot state="warning" className="text-ink-soft">
              {i.noBot}
            </StatusDot>
          ) : (
            <span className="text-ink-faint">{i.ready}</span>
          )}
          <ChevronDown
            aria-hidden
            className={cn('size-4 shrink-0 text-ink-faint transition-transform', isOpen && 'rotate-180')}
          />
        </button>
      </h3>
      <div id={id} hidden={!isOpen} className="space-y-4 px-4 pt-2 pb-4">
        {isOpen && (
          <>
            <LinkPlatform
              slug={slug}
              state={state}
              isOperator={me.isOperator}
              to={`/hub/start?step=connect&community=${slug}&platform=${platform}`}
            />
            {(missing.length > 0 || lacksBot) && (
              <Button
                icon={<RotateCw />}
                onClick={() => void client.invalidateQueries({ queryKey: platformsQuery.queryKey })}
              >
                {w.checkAgain}
              </Button>
            )}
          </>
        )}
      </div>
    </li>
  );
}
