import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { Card } from '../../design/card.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { ProgressBar } from '../../design/progress-bar.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { durationText, localeOf, Time } from '../../design/time.tsx';
import { home } from '../../words/home.ts';
import { kit } from '../../words/kit.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Overview, OverviewChannel } from './overview.ts';
import { useFindings } from './use-findings.ts';

const STATES = { ok: 'ok', warning: 'warning', broken: 'danger' } as const;
/** What arrives no later than this is on time, ms. */
const ON_TIME_MS = 2_000;

/** Each channel with how it does: broken ones first. */
export function ChannelList({ channels, leftOut, silent }: Pick<Overview, 'channels' | 'leftOut' | 'silent'>) {
  const w = useWords(home);
  const notes = [...(silent > 0 ? [w.silentOnes(silent)] : []), ...(leftOut > 0 ? [w.leftOut(leftOut)] : [])];
  return (
    <Card title={w.channels} flush footer={notes.length > 0 ? notes.join(' ') : undefined}>
      <ul className="divide-y divide-line">
        {channels.map((channel) => (
          <ChannelRow key={channel.channel} channel={channel} />
        ))}
      </ul>
    </Card>
  );
}

function ChannelRow({ channel: { channel, platform, login, level, findings, health, ...more } }: ChannelRowProps) {
  const w = useWords(home);
  const { slug, may } = useCommunity();
  const { ofFinding } = useFindings();
  const [worst] = findings;
  const words = worst && ofFinding(worst);
  const name = (
    <>
      <PlatformMark platform={platform} className="shrink-0 text-ink-faint" />
      <bdi className="truncate font-medium">{login}</bdi>
    </>
  );
  return (
    <li className="px-4 py-3">
      <div className="flex items-center justify-between gap-3">
        {may('integrations') ? (
          <Link
            to="/c/$slug/integrations"
            params={{ slug }}
            search={{ channel } as never}
            className="flex min-w-0 gap-2 rounded-sm hover:underline"
          >
            {name}
          </Link>
        ) : (
          <span className="flex min-w-0 gap-2">{name}</span>
        )}
        <StatusDot state={STATES[level]} className="shrink-0 text-ink-soft text-sm">
          {w[level]}
        </StatusDot>
      </div>
      {words && (
        <p className="mt-1 break-words text-sm">
          <span className="block">{words.what}</span>
          <span className="block text-ink-soft">{words.next}</span>
        </p>
      )}
      <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-ink-soft text-sm">
        <Heard health={health} />
        <Said health={health} />
        <Links {...more} />
      </dl>
    </li>
  );
}

interface ChannelRowProps {
  readonly channel: OverviewChannel;
}

function Heard({ health }: Pick<OverviewChannel, 'health'>) {
  const w = useWords(home);
  const k = useWords(kit);
  if (!health) return null;
  const { lastEvent, lag } = health;
  return (
    <Fact name={w.heard}>
      {lastEvent ? <Time at={lastEvent.at} /> : w.never}
      {lag.samples > 0 && lag.medianMs > ON_TIME_MS && ` · ${w.late(durationText(lag.medianMs, k))}`}
    </Fact>
  );
}

function Said({ health }: Pick<OverviewChannel, 'health'>) {
  const w = useWords(home);
  const k = useWords(kit);
  if (!health?.lastSend) return null;
  const { lastSend, lastFailure } = health;
  const isFailing = lastFailure !== null && lastFailure.at > lastSend.at;
  return (
    <>
      <Fact name={w.said}>
        <Time at={lastSend.at} /> · {w.within(durationText(lastSend.tookMs, k))}
      </Fact>
      {isFailing && (
        <Fact name={w.lastFailure}>
          <Time at={lastFailure.at} /> · <bdi>{lastFailure.reason}</bdi>
        </Fact>
      )}
    </>
  );
}

/** Tokens, leases and budgets: null for who may not see links. */
function Links({ token, leaseUntil, budget }: Pick<OverviewChannel, 'token' | 'leaseUntil' | 'budget'>) {
  const w = useWords(home);
  const k = useWords(kit);
  const locale = localeOf(useLanguage());
  const quota = budget?.quota;
  const used = quota && w.quotaUsed(quota.used.toLocaleString(locale), quota.perDay.toLocaleString(locale));
  return (
    <>
      {token && (
        <Fact name={w.consent}>
          {token.renews ? (
            w.renews
          ) : token.expiresAt === null ? (
            w.endless
          ) : (
            <>
              {w.endsAt} <Time at={token.expiresAt} />
            </>
          )}
        </Fact>
      )}
      {leaseUntil !== null && (
        <Fact name={w.uploads}>
          <Time at={leaseUntil} as="full" />
        </Fact>
      )}
      {budget?.window && (
        <Fact name={w.room}>
          {w.roomLeft(budget.window.left, budget.window.of, durationText(budget.window.perMs, k))}
        </Fact>
      )}
      {quota && used && (
        <Fact name={w.quota}>
          {used}
          <ProgressBar
            value={quota.used}
            max={quota.perDay}
            label={w.quota}
            text={used}
            tone={quota.used >= quota.perDay ? 'danger' : quota.used >= 0.9 * quota.perDay ? 'warning' : 'accent'}
            className="mt-1"
          />
        </Fact>
      )}
    </>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-ink-faint">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
);
