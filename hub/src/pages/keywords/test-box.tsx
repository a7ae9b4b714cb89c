import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../api/errors.ts';
import { useCommunity } from '../../app/use-community.ts';
import { channelsQuery } from '../../channels/queries.ts';
import { Alert } from '../../design/alert.tsx';
import { Badge } from '../../design/badge.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Select } from '../../design/select.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { Time } from '../../design/time.tsx';
import { keywords } from '../../words/keywords.ts';
import { useWords } from '../../words/use-words.ts';
import { useSettled } from '../members/use-settled.ts';
import { communityQuery } from '../settings/queries.ts';
import { actionOf, type KeywordDraft, trialOf } from './draft.ts';
import { MarkedLine } from './marked-line.tsx';
import { type Keyword, keywordsQuery, type Trial, type Tried, trialQuery } from './queries.ts';
import { UNSAVED, Verdict } from './verdict.tsx';

const TABS = ['own', 'recent'] as const;
type Tab = (typeof TABS)[number];

export interface TestBoxProps {
  /** The rule that is tried among the others; null: the others alone. */
  readonly draft: KeywordDraft | null;
  /** The name of the kept rule that it is a draft of. */
  readonly replaces: string | null;
}

/** Tries a rule, kept or not, on a line that is typed or on those that were written last. Nothing comes of it. */
export function TestBox({ draft, replaces }: TestBoxProps) {
  const w = useWords(keywords);
  const { slug } = useCommunity();
  const [tab, setTab] = useState<Tab>('own');
  const { data: rules = [] } = useQuery(keywordsQuery(slug));
  const trial = useSettled(draft === null ? '' : JSON.stringify(trialOf(draft, replaces)));
  const rule = trial === '' ? null : (JSON.parse(trial) as NonNullable<Trial['rule']>);
  const lacksPattern = draft !== null && draft.pattern === '';
  return (
    <Card title={w.test} description={draft === null ? w.testAllHint : w.testHint}>
      {lacksPattern ? (
        <p className="text-ink-faint">{w.noPattern}</p>
      ) : (
        <>
          {draft !== null && !draft.enabled && <p className="mb-3 text-ink-soft">{w.itIsOff}</p>}
          <Tabs
            label={w.test}
            value={tab}
            onChange={(id) => setTab(TABS.find((one) => one === id) ?? 'own')}
            tabs={[
              { id: 'own', label: w.ofYours, content: <OwnLine draft={draft} rule={rule} rules={rules} /> },
              { id: 'recent', label: w.recent, content: <RecentLines draft={draft} rule={rule} rules={rules} /> },
            ]}
          />
        </>
      )}
    </Card>
  );
}

interface Trying {
  readonly draft: KeywordDraft | null;
  readonly rule: Trial['rule'] | null;
  readonly rules: readonly Keyword[];
}

/** What is wrong with a pattern, as the server tells it. */
function Failure({ error }: { readonly error: unknown }) {
  return (
    <p role="alert" className="wrap-anywhere text-danger">
      {error instanceof ApiError ? (error.issues[0]?.message ?? error.message) : null}
    </p>
  );
}

/** What a draft does, where that is said already. */
const doesOf = (draft: KeywordDraft | null) => (draft === null ? null : actionOf(draft));

function OwnLine({ draft, rule, rules }: Trying) {
  const w = useWords(keywords);
  const { slug } = useCommunity();
  const [typed, setTyped] = useState('');
  const text = useSettled(typed);
  const { data, error } = useQuery({
    ...trialQuery(slug, { text, ...(rule ? { rule } : {}) }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
  const line = data?.lines[0];
  return (
    <div className="space-y-3">
      <Field label={w.tryLine}>
        {(control) => (
          <Input {...control} value={typed} maxLength={5_000} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      <div role="status" className="min-h-5 space-y-2">
        {text === '' ? (
          <p className="text-ink-faint">{w.typeLine}</p>
        ) : error ? (
          <Failure error={error} />
        ) : data ? (
          <>
            {line && line.places.length > 0 && (
              <p className="rounded-md bg-sunken px-2.5 py-1.5">
                <MarkedLine text={line.text} places={line.places} />
              </p>
            )}
            <Verdict line={line} draft={doesOf(draft)} rules={rules} />
          </>
        ) : (
          <Skeleton lines={1} />
        )}
      </div>
    </div>
  );
}

function RecentLines(of: Trying) {
  const w = useWords(keywords);
  const { slug, may } = useCommunity();
  const mayRead = may('moderation');
  const { data: community } = useQuery(communityQuery(slug));
  const { data: channels } = useQuery({ ...channelsQuery(slug), enabled: mayRead });
  const [chosen, setChosen] = useState('');
  if (!mayRead)
    return (
      <Alert tone="info" title={w.mayNotRead}>
        {w.mayNotReadWhy}
      </Alert>
    );
  if (community && !community.recentLines)
    return (
      <Alert
        tone="info"
        title={w.keepsNone}
        action={
          may('settings') && (
            <LinkButton asChild size="sm">
              <Link to="/c/$slug/settings" params={{ slug }}>
                {w.toSettings}
              </Link>
            </LinkButton>
          )
        }
      >
        {w.keepsNoneWhy}
      </Alert>
    );
  if (!community || !channels) return <Skeleton lines={3} />;
  const channel = channels.find((one) => one.channel === chosen) ?? channels[0];
  if (!channel) return <p className="text-ink-faint">{w.noChannel}</p>;
  return (
    <div className="space-y-3">
      <Field label={w.channel}>
        {(control) => (
          <Select
            {...control}
            value={channel.channel}
            onChange={setChosen}
            options={channels.map((one) => ({
              value: one.channel,
              label: `${platformLabel(one.platform)} · ${one.login}`,
            }))}
          />
        )}
      </Field>
      <OfChannel key={channel.channel} channel={channel.channel} {...of} />
    </div>
  );
}

function OfChannel({ channel, draft, rule, rules }: Trying & { readonly channel: string }) {
  const w = useWords(keywords);
  const { slug } = useCommunity();
  const { data, error } = useQuery({
    ...trialQuery(slug, { channel, ...(rule ? { rule } : {}) }),
    placeholderData: keepPreviousData,
    // What is written meanwhile comes in.
    refetchInterval: 5_000,
  });
  if (error) return <Failure error={error} />;
  if (!data) return <Skeleton lines={3} />;
  if (data.looked === 0) return <p className="text-ink-faint">{w.noLines}</p>;
  return (
    <div className="space-y-2">
      <p role="status" className="text-ink-soft">
        {w.matchedOf(data.lines.length, data.looked)}
      </p>
      <ul aria-label={w.recent} className="max-h-96 divide-y divide-line overflow-y-auto">
        {data.lines.toReversed().map((line) => (
          <RecentLine key={line.id} line={line} isDraft={draft !== null} rules={rules} />
        ))}
      </ul>
    </div>
  );
}

function RecentLine({
  line,
  isDraft,
  rules,
}: {
  readonly line: Tried['lines'][number];
  readonly isDraft: boolean;
  readonly rules: readonly Keyword[];
}) {
  const w = useWords(keywords);
  const isOther = isDraft && line.acts !== UNSAVED && line.acts !== null;
  return (
    <li className="space-y-1 py-2">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <bdi className="max-w-40 truncate font-medium text-ink">{line.author?.displayName}</bdi>
        {line.at && <Time at={line.at} className="text-ink-faint text-sm" />}
        {isOther && <Badge tone="warning">{w.goesFirst(line.acts ?? '')}</Badge>}
      </div>
      <p className="text-ink-soft">
        <MarkedLine text={line.text} places={line.places} />
      </p>
      {!isDraft && <Verdict line={line} draft={null} rules={rules} />}
      {isDraft && line.undecided.includes(UNSAVED) && <Verdict line={line} draft={{}} rules={rules} />}
    </li>
  );
}
