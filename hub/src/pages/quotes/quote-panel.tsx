import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Trash2, X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { api, asSeen, read, versionOf } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { useZone } from '../../design/clock.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { DraftFailure } from '../../edit/draft-failure.tsx';
import { Meanwhile } from '../../edit/meanwhile.tsx';
import { fieldsAt } from '../../edit/merge.ts';
import { type Seen, useDraft } from '../../edit/use-draft.ts';
import { ChangesSection } from '../../memories/changes-section.tsx';
import { dayIn } from '../../memories/days.ts';
import { memories } from '../../words/memories.ts';
import { quotes } from '../../words/quotes.ts';
import { useWords } from '../../words/use-words.ts';
import { NotLoaded } from '../members/list-frame.tsx';
import { type Quote, quoteChanges, quoteQuery } from './queries.ts';
import { asked, draftOf, type QuoteDraft, QuoteFields } from './quote-fields.tsx';
import { Votes } from './votes.tsx';

type Decide = (how: 'approve' | 'decline' | 'delete', of: Quote) => void;

import { PanelForm } from '../../memories/panel-form.tsx';

/** One quote, beside the list: to read, or to edit for who may. */
export function QuotePanel({
  number,
  onClose,
  onDecide,
}: {
  readonly number: string;
  readonly onClose: () => void;
  readonly onDecide: Decide;
}) {
  const w = useWords(quotes);
  const { slug, may } = useCommunity();
  const { data, error, refetch } = useQuery(quoteQuery(slug, number));
  const content = useRef<HTMLDivElement>(null);
  // Who opened it goes on in it; who closes it is led back to the row.
  useEffect(() => content.current?.focus({ preventScroll: true }), []);
  const isMissing = error instanceof ApiError && (error.code === 'NOT_FOUND' || error.code === 'INVALID');
  if (data && !isMissing && may('memories', 'write'))
    return <QuoteEditor key={data.number} quote={data} onClose={onClose} onDecide={onDecide} />;
  return (
    <SidePanel open onClose={onClose} title={data ? w.numbered(data.number) : w.quote}>
      <div ref={content} tabIndex={-1} className="space-y-6 outline-none">
        {isMissing && (
          <EmptyState compact mood="sleepy" title={w.gone}>
            {w.goneWhy}
          </EmptyState>
        )}
        {error && !isMissing && !data && <NotLoaded error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={6} />}
        {data && !isMissing && <Shown quote={data} />}
      </div>
    </SidePanel>
  );
}

/** A quote to read. */
function Shown({ quote }: { readonly quote: Quote }) {
  const w = useWords(quotes);
  const m = useWords(memories);

  return (
    <>
      {quote.status === 'pending' && <Alert title={w.waits}>{w.waitsWhy}</Alert>}
      <blockquote className="border-accent border-l-2 pl-3 text-ink text-lg">
        <bdi className="block overflow-hidden whitespace-pre-line [overflow-wrap:anywhere]">{quote.text}</bdi>
      </blockquote>
      <dl className="space-y-2">
        <Fact name={w.author}>{quote.author || w.nobody}</Fact>
        <Fact name={w.category}>{quote.category}</Fact>
        <Fact name={w.said}>
          <Time at={quote.saidAt} as="date" />
        </Fact>
        <Fact name={w.game}>{quote.game}</Fact>
        <Fact name={w.streamTitle}>{quote.title}</Fact>
        <Fact name={w.votes}>{quote.up + quote.down > 0 ? <Votes of={quote} /> : w.noVotes}</Fact>
        <Fact name={m.by}>{quote.addedBy}</Fact>
      </dl>
    </>
  );
}

/** One thing that is known of it; nothing where it is not. */
const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) =>
  children && (
    <div className="flex gap-3">
      <dt className="w-28 shrink-0 text-ink-faint">{name}</dt>
      <dd className="min-w-0 overflow-hidden text-ink [overflow-wrap:anywhere]">
        <bdi>{children}</bdi>
      </dd>
    </div>
  );

const seenOf = (quote: Quote): Seen<QuoteDraft> => ({ value: draftOf(quote), version: versionOf(quote) });

/** A quote to edit: saved by the button, ⌘S or ⌘Enter; what is left unsaved is found again. */
function QuoteEditor({
  quote,
  onClose,
  onDecide,
}: {
  readonly quote: Quote;
  readonly onClose: () => void;
  readonly onDecide: Decide;
}) {
  const w = useWords(quotes);
  const m = useWords(memories);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const number = String(quote.number);
  const zone = useZone();
  const changes = useInfiniteQuery(quoteChanges(slug, number));
  const content = useRef<HTMLFormElement>(null);
  const [isEmpty, setEmpty] = useState(false);
  useEffect(() => content.current?.focus({ preventScroll: true }), []);
  const at = api.quotes[':communityId'][':number'];
  const param = { communityId: slug, number };
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const keep = (now: Quote): Seen<QuoteDraft> => {
    client.setQueryData(quoteQuery(slug, number).queryKey, now);
    return seenOf(now);
  };
  const undo = useMutation({
    mutationFn: (version: string | number) => read(at.undo.$post({ param }, asSeen(version))),
    onSuccess: ({ quote: now, isDeleted }) => {
      if (isDeleted) onClose();
      else draft.follow(keep(now));
      toast({ key: 'quotes', title: m.takenBack });
    },
    onSettled: settle,
  });
  const draft = useDraft<QuoteDraft>({
    theirs: seenOf(quote),
    byHand: true,
    keptAs: `${slug} quote ${number}`,
    look: async () => seenOf(await client.fetchQuery({ ...quoteQuery(slug, number), staleTime: 0 })),
    send: async ({ mine, base, places }) =>
      keep((await read(at.$patch({ param, json: asked(fieldsAt(mine, places)) }, asSeen(base.version)))).quote),
    onSaved: (_, { version }) => {
      toast({ key: 'quotes', title: w.saved(quote.number), undo: () => undo.mutate(version) });
      void settle();
    },
  });
  const isClean = draft.state === 'saved';
  const send = () => {
    const nothing = draft.value.text.trim() === '';
    setEmpty(nothing);
    if (nothing) content.current?.querySelector('textarea')?.focus();
    else draft.save();
  };
  const latest = useRef(send);
  latest.current = send;
  useKeys(useMemo(() => ({ 'mod+s': () => latest.current() }), []));
  const names: Readonly<Record<string, string>> = {
    text: w.text,
    author: w.author,
    category: w.category,
    game: w.game,
    title: w.streamTitle,
    saidAt: w.said,
  };
  return (
    <SidePanel
      open
      onClose={onClose}
      title={w.numbered(quote.number)}
      description={
        <span className="flex flex-wrap items-center gap-x-3">
          {quote.up + quote.down > 0 ? <Votes of={quote} /> : w.noVotes}
          {quote.addedBy && (
            <span className="min-w-0 truncate">
              {m.by} <bdi>{quote.addedBy}</bdi>
            </span>
          )}
        </span>
      }
      footer={
        <>
          <Button icon={<Trash2 />} className="mr-auto text-danger" onClick={() => onDecide('delete', quote)}>
            {m.delete}
          </Button>
          {!isClean && draft.state !== 'saving' && <Button onClick={draft.discard}>{m.discard}</Button>}
          <Button
            variant="primary"
            type="submit"
            form="quote"
            loading={draft.state === 'saving'}
            disabled={isClean || draft.state === 'collided'}
          >
            {m.save}
          </Button>
        </>
      }
    >
      <div className="space-y-6">
        {quote.status === 'pending' && (
          <Alert
            title={w.waits}
            action={
              <span className="flex gap-2">
                <Button size="sm" icon={<X />} onClick={() => onDecide('decline', quote)}>
                  {w.decline}
                </Button>
                <Button size="sm" variant="primary" icon={<Check />} onClick={() => onDecide('approve', quote)}>
                  {w.approve}
                </Button>
              </span>
            }
          >
            {w.waitsWhy}
          </Alert>
        )}
        <PanelForm ref={content} id="quote" onSend={send}>
          <DraftFailure draft={draft} />
          <Meanwhile
            draft={draft}
            thing={w.numbered(quote.number)}
            nameOf={([field = '']) => names[field] ?? field}
            community={slug}
            target={`quote:${quote.id}`}
            shown={([field], value) => (field === 'saidAt' ? dayIn(Date.parse(String(value)), zone) : null)}
          />
          <QuoteFields
            value={draft.value}
            onChange={(change) => draft.setAll({ ...draft.value, ...change })}
            errors={isEmpty && draft.value.text.trim() === '' ? { text: w.needsText } : draft.errors}
          />
          <p role="status" className="text-ink-faint text-sm">
            {isClean ? '' : m.unsaved}
          </p>
        </PanelForm>
        <ChangesSection changes={changes} onUndo={() => undo.mutate(versionOf(quote))} isUndoing={undo.isPending} />
      </div>
    </SidePanel>
  );
}
