import type { ReactNode } from 'react';
import type { channelHealthQuery, LinkedChannel } from '../../channels/queries.ts';
import { Code } from '../../design/code.tsx';
import { Duration, Time } from '../../design/time.tsx';
import { integrationWords } from '../../words/integrations.ts';
import { useWords } from '../../words/use-words.ts';

type Health = Awaited<ReturnType<NonNullable<ReturnType<typeof channelHealthQuery>['queryFn']>>>;

export interface FactsProps {
  readonly channel: LinkedChannel;
  readonly health: Health | undefined;
}

/** When something was last heard and said there, and what went wrong. */
export function Facts({ channel, health }: FactsProps) {
  const w = useWords(integrationWords);
  const { lastEvent, lastSend, lastFailure, gateway, lag } = health ?? {};
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
      <Fact name={w.lastHeard}>{lastEvent ? <Time at={lastEvent.at} /> : <Nothing of={health} />}</Fact>
      <Fact name={w.lastSaid}>{lastSend ? <Time at={lastSend.at} /> : <Nothing of={health} />}</Fact>
      {lag && lag.samples > 0 && (
        <Fact name={w.lag}>
          <Duration ms={lag.medianMs} />
        </Fact>
      )}
      {gateway && <Fact name={w.gateway}>{gateway.state}</Fact>}
      {lastFailure && (
        <Fact name={w.lastFailure}>
          <Time at={lastFailure.at} /> <span className="break-words text-ink-soft">{lastFailure.reason}</span>
        </Fact>
      )}
      <Fact name={w.linkedSince}>
        <Time at={channel.createdAt} />
      </Fact>
      <Fact name={w.id}>
        <Code copy>{channel.channel}</Code>
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-ink-faint">{name}</dt>
    <dd className="min-w-0 text-ink">{children}</dd>
  </>
);

function Nothing({ of }: { readonly of: Health | undefined }) {
  const w = useWords(integrationWords);
  return of ? <span className="text-ink-faint">{w.never}</span> : null;
}
