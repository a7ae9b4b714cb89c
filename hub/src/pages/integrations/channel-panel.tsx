import { useIsMutating, useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { RotateCw, Unplug, Wrench } from 'lucide-react';
import { useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { meQuery } from '../../api/session.ts';
import { ofCommunity } from '../../api/use-live.ts';
import type { CommunityHere } from '../../app/use-community.ts';
import { goLink } from '../../channels/go-link.ts';
import { ChannelLight, needsConsent, Problems } from '../../channels/problems.tsx';
import { channelHealthQuery, channelsQuery, type LinkedChannel, type Problem } from '../../channels/queries.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmByName } from '../../design/confirm-by-name.tsx';
import { FocusHere } from '../../design/focus-here.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { toast } from '../../design/toast.tsx';
import { channelWords } from '../../words/channels.ts';
import { integrationWords } from '../../words/integrations.ts';
import { useWords } from '../../words/use-words.ts';
import { Facts } from './facts.tsx';
import { Outcome, type RepairOutcome } from './outcome.tsx';

export interface ChannelPanelProps {
  readonly channel: LinkedChannel;
  readonly community: CommunityHere;
  readonly onClose: () => void;
  /** Opens what its platform lacks. */
  readonly onSetUp: () => void;
}

/** One channel: how it does, what is wrong, and what can be done about it. */
export function ChannelPanel({ channel, community, onClose, onSetUp }: ChannelPanelProps) {
  const w = useWords(integrationWords);
  const c = useWords(channelWords);
  const mayLink = community.may('integrations', 'write');
  const { data: me } = useSuspenseQuery(meQuery);
  const isLeaving = useIsMutating({ mutationKey: unlinking(channel) }) > 0;
  const { data: health } = useQuery({
    ...channelHealthQuery(community.slug, channel.channel),
    // What is told of its end comes while this is open still.
    enabled: !isLeaving,
  });
  const { repair, outcome } = useRepair(channel, community.slug);
  const { platform, login } = channel;
  const problems: readonly Problem[] = outcome?.problems ?? channel.problems;
  const isOff = problems.some(({ is }) => is === 'off');
  const again = needsConsent(problems) || outcome?.failure !== undefined;
  return (
    <SidePanel
      open
      onClose={onClose}
      title={<bdi className="line-clamp-2 overflow-hidden">{login}</bdi>}
      description={<PlatformMark platform={platform} />}
      footer={mayLink && <Unlinking channel={channel} slug={community.slug} onDone={onClose} />}
    >
      <FocusHere>
        <div className="space-y-3">
          <ChannelLight problems={problems} />
          {problems.length > 0 ? <Problems problems={problems} /> : <p className="text-ink-soft">{w.wellWhy}</p>}
        </div>
        {mayLink && (
          <div className="flex flex-wrap gap-2">
            {isOff ? (
              me.isOperator && <Button onClick={onSetUp}>{w.setUp}</Button>
            ) : (
              <Button
                variant={problems.length > 0 && !again ? 'primary' : 'secondary'}
                icon={problems.length > 0 ? <Wrench /> : <RotateCw />}
                loading={repair.isPending}
                onClick={() => repair.mutate()}
              >
                {problems.length > 0 && !problems.every(({ is }) => is === 'moderator') ? w.repair : w.check}
              </Button>
            )}
            {again && !isOff && (
              <Button
                variant="primary"
                onClick={() =>
                  goLink(
                    {
                      slug: community.slug,
                      platform,
                      expected: channel.channel.slice(platform.length + 1),
                      withStream: channel.steers === true,
                    },
                    `/hub/c/${community.slug}/integrations?channel=${encodeURIComponent(channel.channel)}`,
                  )
                }
              >
                {c.again(platformLabel(platform))}
              </Button>
            )}
          </div>
        )}
        <div aria-live="polite">{outcome && <Outcome outcome={outcome} />}</div>
        <Facts channel={channel} health={health} />
      </FocusHere>
    </SidePanel>
  );
}

/** One click: subscribes anew, and looks what the bot may do there. */
function useRepair({ channel }: LinkedChannel, slug: string) {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<RepairOutcome | null>(null);
  const repair = useMutation({
    mutationFn: () => read(api.channels[':id'].repair.$post({ param: { id: channel } })),
    onMutate: () => setOutcome(null),
    onSuccess: setOutcome,
    onError: (error) => {
      if (!(error instanceof ApiError)) throw error;
      setOutcome({ steps: [], failure: { message: error.message, requestId: error.requestId } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'channels'] }),
  });
  return { repair, outcome };
}

const unlinking = ({ channel }: LinkedChannel) => ['unlink', channel] as const;

interface UnlinkingProps {
  readonly channel: LinkedChannel;
  readonly slug: string;
  readonly onDone: () => void;
}

function Unlinking({ channel, slug, onDone }: UnlinkingProps) {
  const w = useWords(integrationWords);
  const client = useQueryClient();
  const unlink = useMutation({
    mutationKey: unlinking(channel),
    mutationFn: () => api.channels[':id'].$delete({ param: { id: channel.channel } }),
    onSuccess: async () => {
      client.setQueryData(channelsQuery(slug).queryKey, (before) =>
        before?.filter((one) => one.channel !== channel.channel),
      );
      toast({ title: w.unlinked(channel.login), description: w.unlinkedWhy });
      onDone();
      await client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'channels'] });
    },
  });
  return (
    <ConfirmByName
      trigger={
        <Button variant="ghost" icon={<Unplug />}>
          {w.unlink}
        </Button>
      }
      title={w.unlinkTitle(channel.login)}
      description={channel.platform === 'discord' ? w.unlinkWhatDiscord : w.unlinkWhat}
      name={channel.login}
      action={w.unlink}
      onConfirm={async () => {
        await unlink.mutateAsync();
      }}
    />
  );
}

/** The address names a channel that is not there (any more). */
export function GonePanel({ onClose }: { readonly onClose: () => void }) {
  const w = useWords(integrationWords);
  return (
    <SidePanel open onClose={onClose} title={w.gone}>
      <p className="text-ink-soft">{w.goneWhy}</p>
    </SidePanel>
  );
}
