import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { meQuery } from '../../api/session.ts';
import { type CommunityHere, useCommunity } from '../../app/use-community.ts';
import { oneOf, type RawSearch, textIn, useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { channelsQuery, type LinkedChannel, type PlatformState, platformsQuery } from '../../channels/queries.ts';
import { useSaid } from '../../channels/use-said.ts';
import { LinkButton } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Section } from '../../design/section.tsx';
import { ListWithDetail } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { integrationWords } from '../../words/integrations.ts';
import { useWords } from '../../words/use-words.ts';
import { ChannelPanel, GonePanel } from './channel-panel.tsx';
import { PlatformPanel } from './platform-panel.tsx';
import { ChannelRow, PlatformRow, RowList, rowId } from './rows.tsx';

const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;

const readState = (raw: RawSearch) => ({
  /** The channel whose detail is open: `twitch:1000001`. */
  channel: textIn(raw, 'channel'),
  /** The platform that is being linked or set up. */
  platform: oneOf(raw, 'platform', PLATFORMS),
});

/** What a community is linked to, how each channel does, and what can be done about it. */
export default function IntegrationsPage() {
  const w = useWords(integrationWords);
  useTitle(w.title);
  useSaid();
  const community = useCommunity();
  const mayLink = community.may('integrations', 'write');
  const { data: channels, error } = useQuery(channelsQuery(community.slug));
  const { data: platforms } = useQuery({ ...platformsQuery, enabled: mayLink });
  const [{ channel, platform }, change] = useSearchState(readState);
  if (error && !channels) throw error;

  const open = channels?.find((one) => one.channel === channel);
  const closed = useFocusBack(channel ?? platform ?? null);
  const close = () => {
    closed();
    change({ channel: undefined, platform: undefined });
  };
  const show = (next: { readonly channel?: string; readonly platform?: PlatformState['platform'] }) =>
    change({ channel: next.channel, platform: next.platform }, { push: true });

  const detail = open ? (
    <ChannelPanel
      key={open.channel}
      channel={open}
      community={community}
      onClose={close}
      onSetUp={() => show({ platform: open.platform })}
    />
  ) : channel && channels ? (
    <GonePanel onClose={close} />
  ) : (
    <Linking platform={mayLink ? platforms?.find((one) => one.platform === platform) : undefined} onClose={close} />
  );

  return (
    <>
      <PageHeader title={w.title} description={w.description} />
      <ListWithDetail
        list={
          channels ? (
            <Channels
              community={community}
              channels={channels}
              platforms={platforms}
              openId={channel ?? platform ?? null}
              onOpen={show}
            />
          ) : (
            <Skeleton shape="card" lines={4} />
          )
        }
        detail={detail}
      />
    </>
  );
}

/** Gives the focus back to the row whose detail was closed. */
function useFocusBack(openId: string | null): () => void {
  const asked = useRef<string | null>(null);
  useEffect(() => {
    if (openId !== null || asked.current === null) return;
    document.getElementById(rowId(asked.current))?.focus();
    asked.current = null;
  }, [openId]);
  return () => {
    asked.current = openId;
  };
}

function Linking({
  platform,
  onClose,
}: {
  readonly platform: PlatformState | undefined;
  readonly onClose: () => void;
}) {
  const { slug } = useCommunity();
  const { data: me } = useSuspenseQuery(meQuery);
  if (!platform) return null;
  return (
    <PlatformPanel key={platform.platform} state={platform} slug={slug} isOperator={me.isOperator} onClose={onClose} />
  );
}

interface ChannelsProps {
  readonly community: CommunityHere;
  readonly channels: readonly LinkedChannel[];
  readonly platforms: readonly PlatformState[] | undefined;
  readonly openId: string | null;
  readonly onOpen: (next: { readonly channel?: string; readonly platform?: PlatformState['platform'] }) => void;
}

function Channels({ community, channels, platforms, openId, onOpen }: ChannelsProps) {
  const w = useWords(integrationWords);
  const ill = channels.filter(({ problems }) => problems.length > 0).length;
  const mayLink = community.may('integrations', 'write');
  return (
    <div className="space-y-8">
      {channels.length === 0 ? (
        <EmptyState
          compact
          title={w.emptyTitle}
          action={
            mayLink && (
              <LinkButton asChild variant="primary">
                <Link to="/start" search={{ step: 'connect', community: community.slug } as never}>
                  {w.begin}
                </Link>
              </LinkButton>
            )
          }
          example={
            <RowList>
              <ChannelRow channel={EXAMPLE} />
            </RowList>
          }
        >
          {mayLink ? w.empty : w.emptyForOthers}
        </EmptyState>
      ) : (
        <Section title={w.linked} description={ill === 0 ? w.allWell : w.someIll(ill, channels.length)}>
          <RowList>
            {channels.map((one) => (
              <ChannelRow
                key={one.channel}
                channel={one}
                isOpen={one.channel === openId}
                onOpen={() => onOpen({ channel: one.channel })}
              />
            ))}
          </RowList>
        </Section>
      )}
      {mayLink && (
        <Section title={w.more} description={w.moreWhy}>
          {platforms ? (
            <RowList>
              {platforms.map((state) => (
                <PlatformRow
                  key={state.platform}
                  state={state}
                  isOpen={state.platform === openId}
                  onOpen={() => onOpen({ platform: state.platform })}
                />
              ))}
            </RowList>
          ) : (
            <Skeleton shape="table" lines={5} />
          )}
        </Section>
      )}
    </div>
  );
}

const EXAMPLE: LinkedChannel = {
  channel: 'twitch:1000001',
  login: 'waddle_demo',
  platform: 'twitch',
  steers: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  problems: [],
};
