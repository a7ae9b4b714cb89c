import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, RefreshCw } from 'lucide-react';
import { api, read } from '../../api/client.ts';
import { communityQuery } from '../../api/community.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Code, CopyButton } from '../../design/code.tsx';
import { Field } from '../../design/field.tsx';
import { RadioGroup } from '../../design/radio-group.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Switch } from '../../design/switch.tsx';
import { toast } from '../../design/toast.tsx';
import { publicPages } from '../../words/public-pages.ts';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';
import { NotLoaded } from './not-loaded.tsx';
import { SectionFrame } from './section-frame.tsx';

const at = api.communities[':communityId']['public-pages'];

const publicPagesQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'public-pages'],
    queryFn: () => read(at.$get({ param: { communityId: slug } })),
  });
type PublicPages = Awaited<ReturnType<NonNullable<ReturnType<typeof publicPagesQuery>['queryFn']>>>;
type Change = Parameters<typeof at.$patch>[0]['json'];

/** Which pages anybody may read, and at which address. */
export function PublicSection() {
  const w = useWords(publicPages);
  const s = useWords(settings);
  const { slug } = useCommunity();
  const { data, error, refetch } = useQuery(publicPagesQuery(slug));
  return (
    <SectionFrame title={s.publicPages} description={w.why}>
      {error && !data && <NotLoaded error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton shape="card" lines={4} />}
      {data && <Choices pages={data} />}
    </SectionFrame>
  );
}

/** Changes what is set: seen at once, and taken back where it is refused. */
function useChange() {
  const { slug } = useCommunity();
  const client = useQueryClient();
  const { queryKey } = publicPagesQuery(slug);
  const { mutateAsync, isPending } = useMutation({
    mutationFn: (json: Change) => read(at.$patch({ param: { communityId: slug }, json })),
    onMutate: async ({ link: _, version: __, ...plain }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<PublicPages>(queryKey);
      if (before) client.setQueryData<PublicPages>(queryKey, { ...before, ...plain });
      return before;
    },
    onError: (_error, _change, before) => client.setQueryData(queryKey, before),
    onSuccess: (now) => client.setQueryData(queryKey, now),
  });
  return { change: mutateAsync, isChanging: isPending };
}

function Choices({ pages }: { readonly pages: PublicPages }) {
  const w = useWords(publicPages);
  const { slug } = useCommunity();
  const { change, isChanging } = useChange();
  const { data: community } = useQuery(communityQuery(slug));
  const { state } = pages;
  /** A failure is told by the app. */
  const make = async (wanted: Change, said: string, back: Change, description?: string) => {
    const undo = async () => void (await change(back).catch(() => {}));
    await change(wanted).then(
      () => toast({ key: 'public-pages', title: said, ...(description ? { description } : {}), undo }),
      () => {},
    );
  };
  const saidOf = { off: w.saidOff, link: w.saidLink, public: w.saidPublic };
  return (
    <div className="space-y-6">
      <Card title={w.who}>
        <div className="space-y-4">
          <RadioGroup
            cards
            label={w.who}
            value={state}
            options={[
              { value: 'off', label: w.off, hint: w.offWhy },
              { value: 'link', label: w.link, hint: w.linkWhy },
              { value: 'public', label: w.public, hint: w.publicWhy },
            ]}
            onChange={(next) => void make({ state: next }, saidOf[next], { state })}
          />
          {state !== 'off' && <Address pages={pages} isChanging={isChanging} />}
          {state === 'link' && (
            <Button
              icon={<RefreshCw />}
              onClick={() => void make({ link: 'new' }, w.replaced, { link: pages.link ?? 'new' }, w.replacedWhy)}
            >
              {w.replace}
            </Button>
          )}
        </div>
      </Card>
      <Card title={w.pages} description={w.pagesWhy}>
        <div className="space-y-4">
          {(['commands', 'quotes'] as const).map((page) => (
            <Field key={page} layout="row" label={w[page]} hint={w[`${page}Why`]}>
              {(control) => (
                <Switch
                  {...control}
                  checked={pages[page]}
                  onChange={(on) =>
                    void make({ [page]: on }, on ? w.shown(w[page]) : w.notShown(w[page]), { [page]: !on })
                  }
                />
              )}
            </Field>
          ))}
        </div>
      </Card>
      <Card title={w.names} description={w.namesWhy}>
        <Code copy>{`${community?.prefix ?? '!'}privacy hide`}</Code>
      </Card>
    </div>
  );
}

/** Where the pages are; a moment after a change it is not known yet. */
function Address({ pages: { url }, isChanging }: { readonly pages: PublicPages; readonly isChanging: boolean }) {
  const w = useWords(publicPages);
  if (isChanging) return <Skeleton shape="text" lines={2} />;
  if (url === null) return <Alert tone="warning" title={w.linkLost} />;
  return (
    <div className="space-y-1.5">
      <p className="font-medium text-ink">{w.address}</p>
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <Code className="min-w-0">{url}</Code>
        <CopyButton text={url} label={w.copyAddress} />
        <LinkButton size="sm" href={url} target="_blank" rel="noopener" icon={<ExternalLink aria-hidden />}>
          {w.open}
          <span className="hidden-visually">{`(${w.newTab})`}</span>
        </LinkButton>
      </div>
      <p className="text-ink-faint text-sm">{w.addressWhy}</p>
    </div>
  );
}
