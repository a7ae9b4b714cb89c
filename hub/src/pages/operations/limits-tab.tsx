import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { BarChart } from '../../design/charts/charts.tsx';
import { useZone } from '../../design/clock.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { FocusHere } from '../../design/focus-here.tsx';
import { Num } from '../../design/num.tsx';
import { ProgressBar } from '../../design/progress-bar.tsx';
import { ListWithDetail, SidePanel } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { dateFormat, durationText, localeOf, Time } from '../../design/time.tsx';
import { refusalReasons } from '../../words/feed-refusals.ts';
import { kit } from '../../words/kit.ts';
import { operations } from '../../words/operations.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { ChannelMark, Part } from './part.tsx';
import { type Limits, limitsQuery, refusalsQuery } from './queries.ts';
import type { ChangeState, OperationsState } from './state.ts';

/** Bars of what is used turn amber and red from these shares on. */
const toneOf = (used: number, of: number) => (used >= of ? 'danger' : used >= 0.8 * of ? 'warning' : 'accent');

interface LimitsTabProps {
  readonly state: OperationsState;
  readonly onChange: ChangeState;
}

/** How much is let through, how close the community is to it, and what was refused. */
export function LimitsTab({ state, onChange }: LimitsTabProps) {
  const w = useWords(operations);
  const { slug, may } = useCommunity();
  const query = useQuery(limitsQuery(slug));
  return (
    <ListWithDetail
      list={
        <Part query={query}>
          {(limits) => (
            <div className="space-y-4">
              <Card
                flush
                title={w.limits}
                description={w.limitsWhy}
                actions={
                  may('settings', 'write') && (
                    <LinkButton asChild size="sm">
                      <Link to="/c/$slug/settings/$section" params={{ slug, section: 'community' }}>
                        {w.change}
                      </Link>
                    </LinkButton>
                  )
                }
              >
                <LimitTable limits={limits} />
              </Card>
              {limits.channels.length === 0 && (
                <EmptyState compact title={w.noChannelsTitle}>
                  {w.noChannels}
                </EmptyState>
              )}
              {limits.channels
                .toSorted((one, other) => refusedIn(other) - refusedIn(one))
                .map((channel) => (
                  <ChannelCard
                    key={channel.channel}
                    channel={channel}
                    onOpen={() => onChange({ channel: channel.channel }, { push: state.channel === undefined })}
                  />
                ))}
              {limits.leftOut > 0 && <p className="text-ink-faint">{w.leftOut(limits.leftOut)}</p>}
            </div>
          )}
        </Part>
      }
      detail={
        state.channel !== undefined && (
          <RefusalsPanel
            key={state.channel}
            channel={state.channel}
            name={query.data?.channels.find((one) => one.channel === state.channel)?.login}
            onClose={() => {
              onChange({ channel: undefined });
              document.querySelector<HTMLElement>(`[data-channel="${CSS.escape(state.channel ?? '')}"]`)?.focus();
            }}
          />
        )
      }
    />
  );
}

/** How much of what was refused lately was refused there: those with most come first. */
const refusedIn = ({ refused }: Channel): number =>
  Object.values(refused?.byReason ?? {}).reduce((sum, n) => sum + n, 0);

const NAMES = {
  command: 'limitCommand',
  channel: 'limitChannel',
  community: 'limitCommunity',
  reply: 'limitReply',
} as const;

function LimitTable({ limits: { limits, community } }: { readonly limits: Limits }) {
  const w = useWords(operations);
  const k = useWords(kit);
  const locale = localeOf(useLanguage());
  return (
    <Table label={w.limits}>
      <TableHead>
        <TableRow>
          <TableHeader>{w.limit}</TableHeader>
          <TableHeader>{w.count}</TableHeader>
          <TableHeader>{w.used}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {limits.map(({ name, count, windowMs, isUsual }) => (
          <TableRow key={name}>
            <TableCell>{w[NAMES[name]]}</TableCell>
            <TableCell>
              <span className="flex flex-wrap items-center gap-2">
                {w.per(count.toLocaleString(locale), durationText(windowMs, k))}
                <Badge tone={isUsual ? 'outline' : 'accent'}>{isUsual ? w.usual : w.own}</Badge>
              </span>
            </TableCell>
            <TableCell className="min-w-36">
              {name === 'community' && community ? (
                <Used label={w.limitCommunity} left={community.left} of={community.of} />
              ) : (
                <span className="text-ink-faint">–</span>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Used({ label, left, of }: { readonly label: string; readonly left: number; readonly of: number }) {
  const w = useWords(operations);
  const used = Math.max(0, of - left);
  const text = w.left(left, of);
  return (
    <span className="flex flex-col gap-1">
      <span className="text-ink-soft text-sm">{text}</span>
      <ProgressBar value={used} max={of} label={label} text={text} tone={toneOf(used, of)} />
    </span>
  );
}

type Channel = Limits['channels'][number];

function ChannelCard({ channel, onOpen }: { readonly channel: Channel; readonly onOpen: () => void }) {
  const w = useWords(operations);
  const reasons = useWords(refusalReasons);
  const language = useLanguage();
  const zone = useZone();
  const { budget, refused, login } = channel;
  const perHour =
    refused?.byHour.map((hour) => (hour ? Object.values(hour).reduce((sum, n) => sum + n, 0) : null)) ?? [];
  const total = perHour.reduce<number>((sum, n) => sum + (n ?? 0), 0);
  const byReason = Object.entries(refused?.byReason ?? {}).toSorted(([, one], [, other]) => other - one);
  const clock = dateFormat(language, { hour: '2-digit', minute: '2-digit', timeZone: zone });
  return (
    <Card
      title={<ChannelMark channel={channel.channel} name={login} full />}
      actions={
        byReason.length > 0 && (
          <Button size="sm" data-channel={channel.channel} onClick={onOpen}>
            {w.lastRefusals}
          </Button>
        )
      }
    >
      <div className="grid gap-6 md:grid-cols-2">
        <div className="min-w-0">
          <p className="mb-2 font-medium">{w.refusedDay}</p>
          {refused === null ? (
            <p className="text-ink-soft">{w.silentChannel}</p>
          ) : total === 0 ? (
            <p className="text-ink-soft">{w.noneRefused}</p>
          ) : (
            <BarChart
              label={w.refusedDay}
              height={120}
              times={perHour.map((_, hour) => refused.startsAt + hour * refused.stepMs)}
              series={[{ id: 'refused', label: w.refusedDay, values: perHour, colour: 5 }]}
            />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {byReason.length > 0 && (
            <div>
              <p className="mb-1 font-medium">{w.ofLast}</p>
              <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
                {byReason.map(([reason, n]) => (
                  <div key={reason} className="contents">
                    <dt className="truncate text-ink-soft">{reasonText(reason, reasons)}</dt>
                    <dd className="text-right">
                      <Num value={n} />
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          )}
          {budget?.window && (
            <div>
              <p className="mb-1 font-medium">{w.sendBudget}</p>
              <Used label={w.sendBudget} left={budget.window.left} of={budget.window.of} />
              {budget.window.heldUntil !== null && (
                <p className="mt-1 text-warning">{w.heldUntil(clock.format(budget.window.heldUntil))}</p>
              )}
            </div>
          )}
          {budget?.quota && (
            <div>
              <p className="mb-1 font-medium">{w.quota}</p>
              <Used label={w.quota} left={budget.quota.perDay - budget.quota.used} of={budget.quota.perDay} />
            </div>
          )}
        </div>
      </div>
    </Card>
  );
}

const reasonText = (reason: string, reasons: (typeof refusalReasons)['en']): string =>
  Object.hasOwn(reasons, reason) ? reasons[reason as keyof typeof reasons] : reason;

interface RefusalsPanelProps {
  readonly channel: string;
  readonly name: string | undefined;
  readonly onClose: () => void;
}

/** What was refused lately in one channel, and whose it was. */
function RefusalsPanel({ channel, name, onClose }: RefusalsPanelProps) {
  const w = useWords(operations);
  const reasons = useWords(refusalReasons);
  const { slug } = useCommunity();
  const { data, error } = useQuery(refusalsQuery(slug, channel));
  return (
    <SidePanel
      open
      onClose={onClose}
      title={w.lastRefusals}
      description={<ChannelMark channel={channel} name={name} />}
    >
      <FocusHere>
        {data ? (
          <ul className="divide-y divide-line">
            {data.map((refusal, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two refusals of one moment are told apart by their place alone
              <li key={`${refusal.at} ${i}`} className="py-2">
                <span className="flex items-baseline justify-between gap-3">
                  <bdi className="min-w-0 truncate font-mono">{refusal.command || '–'}</bdi>
                  <Time at={refusal.at} className="shrink-0 text-ink-faint text-sm" />
                </span>
                <span className="block text-ink-soft">{reasonText(refusal.reason, reasons)}</span>
                <bdi className="block truncate text-ink-faint text-sm">{`${w.account} ${refusal.account}`}</bdi>
              </li>
            ))}
          </ul>
        ) : error ? (
          <EmptyState compact mood="sleepy" title={w.notLoaded}>
            {error.message}
          </EmptyState>
        ) : (
          <Skeleton lines={6} />
        )}
      </FocusHere>
    </SidePanel>
  );
}
