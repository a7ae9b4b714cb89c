import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { toast } from '../../design/toast.tsx';
import { issuesOf } from '../../design/use-zod-form.ts';
import { PanelForm } from '../../memories/panel-form.tsx';
import { useNew } from '../../memories/use-new.ts';
import { memories } from '../../words/memories.ts';
import { quotes } from '../../words/quotes.ts';
import { useWords } from '../../words/use-words.ts';
import type { Quote } from './queries.ts';
import { asked, QuoteFields } from './quote-fields.tsx';

/** A quote that is written here. */
export function NewQuotePanel({
  onClose,
  onAdded,
}: {
  readonly onClose: () => void;
  readonly onAdded: (quote: Quote) => void;
}) {
  const w = useWords(quotes);
  const m = useWords(memories);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [begun] = useState(() => new Date().toISOString());
  const fresh = useNew(`${slug} quote new`, {
    text: '',
    author: '',
    category: '',
    game: '',
    title: '',
    saidAt: begun,
  });
  const [isEmpty, setEmpty] = useState(false);
  const add = useMutation({
    mutationFn: async () => {
      const { text = '', ...more } = asked(fresh.changed);
      return (await read(api.quotes.$post({ json: { communityId: slug, text, ...more } }))).quote;
    },
    onSuccess: (quote) => {
      fresh.made();
      onAdded(quote);
      toast({
        key: 'quotes',
        title: w.added(quote.number),
        undo: async () => {
          const param = { communityId: slug, number: String(quote.number) };
          await api.quotes[':communityId'][':number'].$delete({ param }).catch(tellFailure);
          await client.invalidateQueries({ queryKey: ofCommunity(slug) });
        },
      });
    },
    // What is refused stands in the form.
    onError: () => {},
    onSettled: () => client.invalidateQueries({ queryKey: ofCommunity(slug) }),
  });
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  const issues = Object.fromEntries(issuesOf(add.error).map(({ path, message }) => [path, message]));
  const save = () => {
    setEmpty(fresh.value.text.trim() === '');
    if (fresh.value.text.trim() === '') form.current?.querySelector('textarea')?.focus();
    else if (!add.isPending) add.mutate();
  };
  return (
    <SidePanel
      open
      onClose={onClose}
      title={w.new}
      footer={
        <Button variant="primary" type="submit" form="new-quote" loading={add.isPending}>
          {m.add}
        </Button>
      }
    >
      <PanelForm ref={form} id="new-quote" onSend={save}>
        {add.error && Object.keys(issues).length === 0 && (
          <Alert tone="danger" title={add.error instanceof ApiError ? add.error.message : String(add.error)} />
        )}
        <QuoteFields
          isNew
          value={fresh.value}
          onChange={fresh.set}
          errors={isEmpty && fresh.value.text.trim() === '' ? { text: w.needsText } : issues}
        />
      </PanelForm>
    </SidePanel>
  );
}
