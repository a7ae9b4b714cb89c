import type { Platform } from '@waddlebot/core/ids.ts';
import type { ReactNode } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { Badge } from '../../design/badge.tsx';
import { cn } from '../../design/cn.ts';
import { type Piece, piecesOf } from './markup.ts';

const LOOKS: Readonly<Record<NonNullable<Piece['look']>, string>> = {
  bold: 'font-semibold',
  italic: 'italic',
  strike: 'line-through',
  code: 'rounded-sm bg-hover px-1 font-mono text-[0.92em]',
  link: 'text-accent-ink underline',
};

/** A message's text, set as its platform would set it; nothing in it can be clicked. */
export function SaidText({ platform, text }: { platform: Platform; text: string }) {
  let at = 0;
  return (
    <bdi dir="auto" className="wrap-anywhere whitespace-pre-wrap">
      {piecesOf(platform, text).map((piece) => {
        const key = at;
        at += piece.text.length + 1;
        return piece.look ? (
          <span key={key} className={LOOKS[piece.look]}>
            {piece.text}
          </span>
        ) : (
          piece.text
        );
      })}
    </bdi>
  );
}

export interface SaidProps {
  platform: Platform;
  name: string;
  isBot?: boolean;
  /** Beside the name. */
  marks?: ReactNode;
  /** In private: on a ground of its own. */
  isPrivate?: boolean;
  children: ReactNode;
}

/** Platforms whose messages stand under the name, beside a picture; on the others they follow it. */
const BELOW: readonly Platform[] = ['discord', 'slack'];

/** A line of chat in the manner of its platform. */
export function Said({ platform, name, isBot, marks, isPrivate, children }: SaidProps) {
  const named = (
    <bdi
      className={cn('min-w-0 max-w-48 overflow-hidden truncate font-semibold', isBot ? 'text-accent-ink' : 'text-ink')}
    >
      {name}
    </bdi>
  );
  const box = cn('overflow-hidden', isPrivate && 'rounded-md bg-info-soft px-2 py-1');
  if (BELOW.includes(platform))
    return (
      <div className={cn('flex gap-2.5', box)}>
        <Avatar name={name} square={platform === 'slack'} />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            {named}
            {marks}
          </div>
          <div className="overflow-hidden">{children}</div>
        </div>
      </div>
    );
  return (
    <div className={box}>
      <span className="mr-1.5 inline-flex max-w-full items-center gap-1.5 align-bottom">
        {platform === 'youtube' && <Avatar name={name} size="sm" />}
        {marks}
        {named}
        {platform !== 'youtube' && <span className="-ml-1.5">:</span>}
      </span>
      {children}
    </div>
  );
}

/** A word beside a name. */
export const Mark = ({ children, bot }: { children: ReactNode; bot?: boolean }) => (
  <Badge tone={bot ? 'accent' : 'outline'}>{children}</Badge>
);
