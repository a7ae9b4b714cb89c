import { useSuspenseQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { ownCommunitiesQuery } from '../../api/session.ts';
import { oneOf, type RawSearch, textIn, useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { useSaid } from '../../channels/use-said.ts';
import { archive } from '../../words/archive.ts';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import { ArchiveStep } from './archive-step.tsx';
import { ConnectStep } from './connect-step.tsx';
import { HelloStep } from './hello-step.tsx';
import { JoinStep } from './join-step.tsx';
import { NameStep } from './name-step.tsx';
import { NotYours } from './not-yours.tsx';
import { Stepper } from './stepper.tsx';
import { PLACES, readStep, type StepState } from './steps.ts';

const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;

const readState = (raw: RawSearch): StepState => ({
  step: readStep(raw),
  community: textIn(raw, 'community'),
  platform: oneOf(raw, 'platform', PLATFORMS),
  via: oneOf(raw, 'via', PLACES),
  archive: textIn(raw, 'archive'),
});

/** The first run, and every new community after it: each step is an address, so it can be left and gone on with. */
export default function StartPage() {
  const w = useWords(startWords);
  const a = useWords(archive);
  useSaid();
  const { data: own } = useSuspenseQuery(ownCommunitiesQuery);
  const mine = own.filter(({ goneAt }) => goneAt === null);
  const [state, change] = useSearchState(readState);
  const step = state.step ?? 'community';
  useTitle(
    {
      community: mine.length === 0 ? w.welcome : w.title,
      join: w.joinTitle,
      archive: a.inTitle,
      connect: w.stepConnect,
      hello: w.helloTitle,
    }[step],
  );
  const go = (next: StepState) =>
    change(
      { step: undefined, community: undefined, platform: undefined, via: undefined, archive: undefined, ...next },
      { push: true },
    );

  const here = useFocusOn(step);

  const community = mine.find(({ slug }) => slug === state.community);
  const isTheirs = community?.role === 'owner' || community?.role === 'admin';
  return (
    <div ref={here} tabIndex={-1} className="mx-auto max-w-2xl outline-none">
      {step !== 'join' && step !== 'archive' && (
        <Stepper
          step={step}
          community={isTheirs ? community : undefined}
          onGo={(to) => go({ step: to, community: community?.slug })}
        />
      )}
      {step === 'community' && <NameStep isFirst={mine.length === 0} onGo={go} />}
      {step === 'join' && <JoinStep onBack={() => go({})} />}
      {step === 'archive' && (
        <ArchiveStep
          importId={state.archive}
          onBrought={(id) => change({ archive: id })}
          onBack={() => go({})}
          onConnect={(slug) => go({ step: 'connect', community: slug })}
        />
      )}
      {(step === 'connect' || step === 'hello') &&
        (community && isTheirs ? (
          step === 'connect' ? (
            <ConnectStep
              community={community}
              platform={state.platform}
              onOpen={(platform) => change({ platform })}
              onGo={go}
            />
          ) : (
            <HelloStep community={community} via={state.via} onGo={go} />
          )
        ) : (
          <NotYours onGo={go} />
        ))}
    </div>
  );
}

/** Gives the focus to where each step begins: what was pressed to get there is gone. */
function useFocusOn(step: string): RefObject<HTMLDivElement | null> {
  const here = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    here.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [step]);
  return here;
}
