import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export interface TabsProps {
  /** What the tabs divide, for those who hear it. */
  label: string;
  tabs: readonly {
    readonly id: string;
    readonly label: ReactNode;
    readonly count?: number;
    readonly content?: ReactNode;
  }[];
  /** The open one; it belongs in the URL. */
  value: string;
  onChange: (id: string) => void;
  className?: string;
}

/** Views of one thing. Arrow keys move between them. */
export const Tabs = ({ label, tabs, value, onChange, className }: TabsProps) => (
  <Radix.Root value={value} onValueChange={onChange} className={cn('min-w-0', className)}>
    <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-line border-b">
      {tabs.map((tab) => (
        <Radix.Trigger
          key={tab.id}
          value={tab.id}
          className="focus-inset relative flex h-9 shrink-0 items-center gap-2 rounded-t-md px-3 font-medium text-ink-faint transition-colors after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 after:rounded-full hover:text-ink data-[state=active]:text-ink data-[state=active]:after:bg-accent-ink"
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="tabular rounded-full bg-hover px-1.5 text-ink-soft text-sm">{tab.count}</span>
          )}
        </Radix.Trigger>
      ))}
    </Radix.List>
    {tabs.map((tab) => (
      <Radix.Content key={tab.id} value={tab.id} className="pt-4">
        {tab.content}
      </Radix.Content>
    ))}
  </Radix.Root>
);
