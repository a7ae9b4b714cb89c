import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Penguin } from '../../design/penguin.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { home } from '../../words/home.ts';
import { useWords } from '../../words/use-words.ts';
import { platformOf } from '../feed/rows.ts';
import type { Attention } from './overview.ts';
import { useFindings } from './use-findings.ts';

const STATES = { broken: 'danger', warning: 'warning', info: 'info' } as const;
/** More than so many are folded away: the worst come first. */
const SHOWN = 5;

export interface AttentionListProps {
  readonly attention: readonly Attention[];
  /** How many channels there are to be well. */
  readonly channels: number;
}

/** What needs somebody, the worst first, each with one thing to do; or that nothing does. */
export function AttentionList({ attention, channels }: AttentionListProps) {
  const w = useWords(home);
  const [isAll, setAll] = useState(false);
  if (attention.length === 0) return <Calm channels={channels} />;
  const shown = isAll ? attention : attention.slice(0, SHOWN);
  return (
    <Card title={w.attention} flush>
      <ul className="divide-y divide-line">
        {shown.map((one, place) => (
          <AttentionRow key={one.id} one={one} isFirst={place === 0} />
        ))}
      </ul>
      {shown.length < attention.length && (
        <div className="border-line border-t px-4 py-2">
          <Button variant="ghost" onClick={() => setAll(true)}>
            {w.showAll(attention.length)}
          </Button>
        </div>
      )}
    </Card>
  );
}

const Calm = ({ channels }: { readonly channels: number }) => {
  const w = useWords(home);
  return (
    <Card>
      <div className="flex items-center gap-4">
        <Penguin mood="ok" className="h-14 w-12 shrink-0" />
        <div className="min-w-0">
          <p className="font-semibold">{w.calmTitle}</p>
          <p className="text-ink-soft">{channels > 0 ? w.calm(channels) : w.calmLittle}</p>
        </div>
      </div>
    </Card>
  );
};

interface AttentionRowProps {
  readonly one: Attention;
  readonly isFirst: boolean;
}

function AttentionRow({ one, isFirst }: AttentionRowProps) {
  const w = useWords(home);
  const { what, next } = useFindings().ofAttention(one);
  const { channel: name } = one.params;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-64 items-start gap-3">
        <StatusDot state={STATES[one.level]} quiet className="mt-0.5 shrink-0">
          {w[one.level]}
        </StatusDot>
        <div className="min-w-0">
          <p className="break-words font-medium">{what}</p>
          {next && <p className="break-words text-ink-soft">{next}</p>}
          {one.channel !== null && (
            <p className="mt-1 flex min-w-0 gap-2 text-ink-faint text-sm">
              <PlatformMark platform={platformOf(one.channel)} className="shrink-0" />
              <bdi className="truncate">{name ?? one.channel}</bdi>
            </p>
          )}
        </div>
      </div>
      <AttentionAction one={one} isFirst={isFirst} />
    </li>
  );
}

/** Codes that mending the link helps with. */
const REPAIRED: readonly Attention['code'][] = [
  'channel.broken',
  'channel.consent',
  'channel.scopes',
  'channel.moderator',
  'channel.webhook',
  'channel.token-ended',
  'channel.token-ending',
  'channel.lease-ending',
  'channel.silent',
];

/** Where it is seen to, for who may go there. */
function AttentionAction({ one, isFirst }: AttentionRowProps) {
  const w = useWords(home);
  const { slug, may } = useCommunity();
  const params = { slug };
  if (one.where === 'integrations' && may('integrations'))
    return (
      <LinkButton asChild variant={isFirst && one.level === 'broken' ? 'primary' : 'secondary'}>
        <Link to="/c/$slug/integrations" params={params} search={{ channel: one.channel ?? undefined } as never}>
          {REPAIRED.includes(one.code) && may('integrations', 'write') ? w.repair : w.toChannel}
        </Link>
      </LinkButton>
    );
  if (one.where === 'commands' && may('moderation'))
    return (
      <LinkButton asChild>
        <Link to="/c/$slug/feed" params={params} search={{ kind: 'failed' } as never}>
          {w.toFailed}
        </Link>
      </LinkButton>
    );
  if (one.code === 'reminders.missed' && may('memories'))
    return (
      <LinkButton asChild>
        <Link to="/c/$slug/memories/reminders" params={params} search={{ tab: 'trouble' } as never}>
          {w.toMissed}
        </Link>
      </LinkButton>
    );
  if (one.where === 'members' && may('members'))
    return (
      <LinkButton asChild>
        <Link to="/c/$slug/members" params={params}>
          {w.toRequests}
        </Link>
      </LinkButton>
    );
  if (one.where === 'operations')
    return (
      <LinkButton asChild>
        <Link to="/c/$slug/operations" params={params}>
          {w.toLetters}
        </Link>
      </LinkButton>
    );
  return null;
}
