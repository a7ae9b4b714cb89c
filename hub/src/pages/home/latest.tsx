import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useLive } from '../../api/use-live.ts';
import { Card } from '../../design/card.tsx';
import { useWidth } from '../../design/use-width.ts';
import { home } from '../../words/home.ts';
import { useWords } from '../../words/use-words.ts';
import { type ChannelNames, heightOf, Row } from '../feed/row.tsx';
import { rowMaker } from '../feed/rows.ts';
import type { OverviewChannel } from './overview.ts';

const SHOWN = 8;
/** Enough entries to make so many rows of, with answers and gaps among them. */
const LOOKED_AT = 60;

/** What happened last, of the live feed. */
export default function Latest({
  slug,
  channels,
}: {
  readonly slug: string;
  readonly channels: readonly OverviewChannel[];
}) {
  const w = useWords(home);
  const { entries, gaps } = useLive(slug);
  const [make] = useState(rowMaker);
  const rows = useMemo(() => make(entries.slice(-LOOKED_AT), gaps).slice(-SHOWN).toReversed(), [make, entries, gaps]);
  const names: ChannelNames = useMemo(
    () => new Map(channels.map(({ channel, login }) => [channel, login])),
    [channels],
  );
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const navigate = useNavigate();
  return (
    <Card
      title={w.latest}
      flush
      footer={
        <Link to="/c/$slug/feed" params={{ slug }} className="rounded-sm text-accent-ink hover:underline">
          {w.toFeed}
        </Link>
      }
    >
      <div ref={box} className="min-w-0">
        {rows.length === 0 ? (
          <p className="px-4 py-3 text-ink-soft">{w.nothingYet}</p>
        ) : (
          <ul className="divide-y divide-line">
            {width > 0 &&
              rows.map((row) => (
                <li key={row.key} style={{ height: heightOf(row, width) }}>
                  <Row
                    row={row}
                    channels={names}
                    width={width}
                    isStop
                    isOpen={false}
                    onOpen={(key) =>
                      void navigate({ to: '/c/$slug/feed', params: { slug }, search: { entry: key } as never })
                    }
                  />
                </li>
              ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
