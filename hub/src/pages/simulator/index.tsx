import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { PLATFORMS } from '@waddlebot/core/ids.ts';
import { Suspense, useEffect, useMemo, useRef } from 'react';
import { meQuery } from '../../api/session.ts';
import { type CommunityHere, useCommunity } from '../../app/use-community.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { Alert } from '../../design/alert.tsx';
import { Badge } from '../../design/badge.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { toast } from '../../design/toast.tsx';
import { simulator } from '../../words/simulator.ts';
import { useWords } from '../../words/use-words.ts';
import { Composer } from './composer.tsx';
import { EventForm } from './event-form.tsx';
import { Failure } from './failure.tsx';
import { type Channel, channelsQuery, commandsQuery, communityQuery } from './queries.ts';
import { type Run, useRuns } from './runs.ts';
import { idOf, type Setup, SetupForm } from './setup.tsx';
import { cappedLevel, levelsFor, readState, type SimulatorState } from './state.ts';
import { Steps } from './steps.tsx';
import { Transcript } from './transcript.tsx';
import { useTrials } from './use-trials.ts';

/** `/hub/c/$slug/simulator`: the bot, talked to as somebody else, and each step of what came of it. */
export default function SimulatorPage() {
  const w = useWords(simulator);
  useTitle(w.title);
  return (
    <>
      <PageHeader
        title={w.title}
        description={w.intro}
        mark={<Badge tone="outline">{w.simulated}</Badge>}
        className="pb-4"
      />
      <Suspense
        fallback={
          <div className="space-y-4">
            <Skeleton shape="card" lines={1} />
            <Skeleton shape="card" lines={6} />
          </div>
        }
      >
        <Desk />
      </Suspense>
    </>
  );
}

function setupOf({ role }: CommunityHere, state: SimulatorState, channels: readonly Channel[]): Setup {
  const platform =
    state.platform ?? PLATFORMS.find((name) => channels.some((one) => one.platform === name)) ?? 'twitch';
  const isLinked = channels.some((one) => one.platform === platform && idOf(one.channel) === state.channel);
  return {
    platform,
    level: cappedLevel(role, state.as),
    displayName: state.name ?? '',
    channel: isLinked ? (state.channel ?? null) : null,
    live: state.live === undefined ? null : state.live === 'yes',
  };
}

function Desk() {
  const w = useWords(simulator);
  const here = useCommunity();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: community } = useSuspenseQuery(communityQuery(here.slug));
  const { data: channels } = useSuspenseQuery(channelsQuery(here.slug));
  const { data: commands = [] } = useQuery(commandsQuery(here.slug));
  const [state, change] = useSearchState(readState);
  const setup = setupOf(here, state, channels);
  const kept = useRuns(`${me.person}.${here.slug}`);
  const { runs } = kept;
  const trials = useTrials(here.slug, setup, kept, (run) => change({ run }));
  const input = useRef<HTMLInputElement>(null);
  const steps = useRef<HTMLDivElement>(null);
  const before = useMemo(() => linesOf(runs), [runs]);
  const { prefix } = community;
  const named = runs.find(({ came }) => came.id === state.run);
  const shown = named ?? runs.at(-1);

  // The line is in a tab of its own: where that is not open, it is to have focus once it is.
  const wantsFocus = useRef(false);
  const toLine = () => {
    input.current?.focus();
    wantsFocus.current = input.current === null;
    if (wantsFocus.current) change({ tab: undefined });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab brings the line.
  useEffect(() => {
    if (wantsFocus.current) input.current?.focus();
    wantsFocus.current = false;
  }, [state.tab]);
  const clear = () => {
    const cleared = kept.clear();
    change({ run: undefined });
    toast({ title: w.cleared, undo: () => kept.restore(cleared) });
    toLine();
  };
  return (
    <div className="space-y-4">
      <TestNotice isTest={community.isTest} here={here} />
      <SetupForm setup={setup} levels={levelsFor(here.role)} channels={channels} state={state} onChange={change} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <div className="min-w-0 space-y-4">
          <Transcript
            runs={runs}
            pending={trials.pending}
            prefix={prefix}
            isShort={state.tab === 'event' && runs.length > 0}
            chosen={shown?.came.id}
            onChoose={(run) => {
              change({ run });
              steps.current?.scrollIntoView({ block: 'nearest' });
            }}
            onExample={(text) => {
              toLine();
              void trials.run({ text });
            }}
            onClear={clear}
          />
          <Failure error={trials.failure} onDismiss={trials.forgetFailure} />
          <Tabs
            label={w.ways}
            value={state.tab ?? 'say'}
            onChange={(tab) => change({ tab: tab === 'event' ? 'event' : undefined })}
            tabs={[
              {
                id: 'say',
                label: w.say,
                content: (
                  <Composer
                    prefix={prefix}
                    commands={commands}
                    level={setup.level}
                    before={before}
                    busy={trials.pending !== null}
                    input={input}
                    onSend={(text) => trials.run({ text })}
                  />
                ),
              },
              {
                id: 'event',
                label: w.event,
                content: (
                  <Suspense fallback={<Skeleton shape="card" lines={3} />}>
                    <EventForm
                      slug={here.slug}
                      kind={state.event ?? 'follow'}
                      onKind={(event) => change({ event })}
                      setup={setup}
                      busy={trials.pending !== null}
                      failure={trials.failure}
                      onFire={trials.run}
                    />
                  </Suspense>
                ),
              },
            ]}
          />
        </div>
        <div
          ref={steps}
          className="min-w-0 scroll-mt-16 space-y-3 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto"
        >
          {state.run !== undefined && !named && <Alert title={w.runGone} />}
          {shown ? (
            <Steps run={shown} prefix={prefix} commands={commands} />
          ) : (
            <Card>
              <EmptyState compact title={w.stepsEmptyTitle} mood="sleepy">
                {w.stepsEmpty}
              </EmptyState>
            </Card>
          )}
        </div>
      </div>
    </div>
  );
}

/** Lines that were typed, the last one first, each once. */
function linesOf(runs: readonly Run[]): readonly string[] {
  const lines = runs.filter(({ asked }) => asked.event === null).map(({ asked }) => asked.text);
  return [...new Set(lines.reverse())];
}

/** Whether what is tried out here stays, and where that is said. */
function TestNotice({ isTest, here }: { isTest: boolean; here: CommunityHere }) {
  const w = useWords(simulator);
  const link = here.may('settings') && (
    <Link to="/c/$slug/settings" params={{ slug: here.slug }} className="text-accent-ink underline underline-offset-2">
      {w.toSettings}
    </Link>
  );
  if (isTest)
    return (
      <Alert
        tone="warning"
        title={w.keptTitle}
        action={
          here.may('settings') && (
            <LinkButton asChild size="sm">
              <Link to="/c/$slug/settings" params={{ slug: here.slug }}>
                {w.toSettings}
              </Link>
            </LinkButton>
          )
        }
      >
        {w.kept}
      </Alert>
    );
  return (
    <p className="text-ink-faint">
      {w.rolledBack} {link}
    </p>
  );
}
