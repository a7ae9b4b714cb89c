import { Fragment, type ReactNode } from 'react';

export type Fact = readonly [name: string, value: ReactNode];

/** Names and what they are, in two columns. */
export function Facts({ facts }: { facts: readonly (Fact | false)[] }) {
  const shown = facts.filter((fact): fact is Fact => fact !== false);
  if (shown.length === 0) return null;
  return (
    <dl className="grid grid-cols-[minmax(5.5rem,auto)_minmax(0,1fr)] gap-x-3 gap-y-1">
      {shown.map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-ink-faint">{name}</dt>
          <dd className="min-w-0 wrap-anywhere overflow-hidden text-ink-soft">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
