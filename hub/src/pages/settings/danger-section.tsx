import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { ownCommunitiesQuery } from '../../api/session.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { useZone } from '../../design/clock.ts';
import { ConfirmByName } from '../../design/confirm-by-name.tsx';
import { dateFormat } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { settings } from '../../words/settings.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { type ChosenMember, MemberChoice } from './member-choice.tsx';
import { SectionFrame } from './section-frame.tsx';

/** Whether the API says that it is long ago that somebody proved who they are. */
const wantsProof = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'FORBIDDEN' && error.message.includes('/auth/prove');

/** What only owners do. */
export function DangerSection() {
  const w = useWords(settings);
  const [isProofWanted, setProofWanted] = useState(false);
  const onFailure = (error: unknown) => {
    if (wantsProof(error)) setProofWanted(true);
    else tellFailure(error);
  };
  const here = `${location.pathname}${location.search}`;
  return (
    <SectionFrame title={w.danger} description={w.dangerWhy}>
      <div className="space-y-4">
        {isProofWanted && (
          <Alert
            tone="warning"
            title={w.prove}
            action={
              <LinkButton variant="primary" size="sm" href={`/auth/prove?${new URLSearchParams({ to: here })}`}>
                {w.proveNow}
              </LinkButton>
            }
          >
            {w.proveWhy}
          </Alert>
        )}
        <Transfer onFailure={onFailure} />
        <Delete onFailure={onFailure} />
      </div>
    </SectionFrame>
  );
}

interface OnFailure {
  readonly onFailure: (error: unknown) => void;
}

function Transfer({ onFailure }: OnFailure) {
  const w = useWords(settings);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [to, setTo] = useState<ChosenMember | null>(null);
  const transfer = useMutation({
    mutationFn: (member: string) =>
      api.communities[':communityId'].transfer.$post({ param: { communityId: slug }, json: { to: member } }),
    onError: onFailure,
    onSuccess: async () => {
      toast({ title: w.transferred });
      await client.invalidateQueries({ queryKey: ownCommunitiesQuery.queryKey });
      await client.invalidateQueries({ queryKey: ofCommunity(slug) });
      await navigate({ to: '/c/$slug/settings', params: { slug } });
    },
  });
  return (
    <Card title={w.transfer} description={w.transferWhy}>
      <div className="flex flex-wrap items-end gap-2">
        <MemberChoice label={w.transferTo} placeholder={w.transferChoose} value={to} onChange={setTo} />
        <ConfirmByName
          trigger={
            <Button disabled={to === null} loading={transfer.isPending}>
              {w.transferNow}
            </Button>
          }
          title={w.transferTitle(to?.name ?? '')}
          description={w.transferConfirm}
          name={slug}
          action={w.transferNow}
          // What is refused is told by the page, beside what to do about it.
          onConfirm={async () => {
            if (to) await transfer.mutateAsync(to.id).catch(() => {});
          }}
        />
      </div>
    </Card>
  );
}

function Delete({ onFailure }: OnFailure) {
  const w = useWords(settings);
  const { slug, name } = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const zone = useZone();
  const language = useLanguage();
  const restore = async () => {
    try {
      await api.communities[':communityId'].undelete.$post({ param: { communityId: slug } });
      await client.invalidateQueries({ queryKey: ownCommunitiesQuery.queryKey });
      toast({ title: w.restored(name) });
      await navigate({ to: '/c/$slug', params: { slug } });
    } catch (error) {
      tellFailure(error);
    }
  };
  const remove = useMutation({
    mutationFn: () => read(api.communities[':communityId'].$delete({ param: { communityId: slug } })),
    onError: onFailure,
    onSuccess: async ({ goneAt }) => {
      const until = dateFormat(language, {
        day: 'numeric',
        month: 'long',
        hour: '2-digit',
        minute: '2-digit',
        timeZone: zone,
      });
      toast({
        title: w.deleted(name),
        description: w.deletedUntil(until.format(Date.parse(goneAt))),
        tone: 'warning',
        undo: restore,
      });
      await navigate({ to: '/start' });
      await client.invalidateQueries({ queryKey: ownCommunitiesQuery.queryKey });
    },
  });
  return (
    <Card title={w.delete} description={w.deleteWhy} className="border-danger">
      <ConfirmByName
        trigger={
          <Button variant="danger" loading={remove.isPending}>
            {w.deleteNow}
          </Button>
        }
        title={w.delete}
        description={w.deleteWhy}
        name={slug}
        action={w.deleteNow}
        onConfirm={async () => {
          await remove.mutateAsync().catch(() => {});
        }}
      />
    </Card>
  );
}
