import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ownCommunitiesQuery } from '../../api/session.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Section } from '../../design/section.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';

/** The way in for who makes no community: an invite, or one that anybody may know of. */
export function JoinStep({ onBack }: { readonly onBack: () => void }) {
  const w = useWords(startWords);
  return (
    <>
      <PageHeader
        title={w.joinTitle}
        description={w.joinWhy}
        actions={
          <Button variant="ghost" icon={<ArrowLeft />} onClick={onBack}>
            {w.orMake}
          </Button>
        }
      />
      <div className="space-y-8">
        <Invite />
        <PublicOnes />
      </div>
    </>
  );
}

/** The token of an invite's link, or of its last part. */
const tokenIn = (typed: string): string | undefined =>
  /(?:^|\/auth\/join\/)([A-Za-z0-9_-]{20,86})\/?$/.exec(typed.trim())?.[1];

function Invite() {
  const w = useWords(startWords);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  return (
    <form
      noValidate
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const token = tokenIn(typed);
        if (token) location.assign(`/auth/join/${token}`);
        else setError(w.inviteWrong);
      }}
    >
      <Field label={w.invite} hint={w.inviteHint} error={error} className="flex-1 basis-64">
        {(control) => (
          <Input
            {...control}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setError(undefined);
            }}
            spellCheck={false}
          />
        )}
      </Field>
      <Button type="submit">{w.openInvite}</Button>
    </form>
  );
}

function PublicOnes() {
  const w = useWords(startWords);
  const { data: own } = useSuspenseQuery(ownCommunitiesQuery);
  const { data: all } = useQuery({
    queryKey: ['communities', 'public'],
    queryFn: async () => (await read(api.communities.public.$get({ query: { limit: '100' } }))).data,
  });
  const data = all?.filter(({ slug }) => !own.some((one) => one.slug === slug));
  const join = useJoin();
  return (
    <Section title={w.publicOnes}>
      {!data && <Skeleton shape="table" lines={3} />}
      {data?.length === 0 && <p className="text-ink-soft">{w.noPublic}</p>}
      {data && data.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {data.map(({ slug, name, about, joinMode }) => (
            <li key={slug} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-52 overflow-hidden">
                <bdi className="line-clamp-1 break-words font-medium text-ink">{name}</bdi>
                {about && <p className="line-clamp-2 break-words text-ink-soft">{about}</p>}
              </div>
              {joinMode === 'invite' ? (
                <Badge tone="outline">{w.byInvite}</Badge>
              ) : (
                <Button
                  loading={join.isPending && join.variables.slug === slug}
                  onClick={() => join.mutate({ slug, name })}
                >
                  {joinMode === 'open' ? w.join : w.askToJoin}
                  <span className="hidden-visually">{name}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function useJoin() {
  const w = useWords(startWords);
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ slug }: { readonly slug: string; readonly name: string }) =>
      read(api.communities[':communityId'].join.$post({ param: { communityId: slug }, json: {} })),
    onSuccess: async ({ status }, { slug, name }) => {
      if (status === 'requested') {
        toast({ tone: 'info', title: w.requested(name), description: w.requestedWhy });
        return;
      }
      await client.invalidateQueries({ queryKey: ['communities'] });
      toast({ title: w.joined(name) });
      await navigate({ to: '/c/$slug', params: { slug } });
    },
  });
}
