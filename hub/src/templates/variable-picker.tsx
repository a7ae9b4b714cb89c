import { useQuery } from '@tanstack/react-query';
import type { Dialect } from '@waddlebot/core/templates/nodes.ts';
import { Command } from 'cmdk';
import { Braces, Search } from 'lucide-react';
import { useState } from 'react';
import { useCommunity } from '../app/use-community.ts';
import { Button } from '../design/button.tsx';
import { Popover } from '../design/popover.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { templates } from '../words/templates.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import { aboutText, saysText } from '../words/variables.ts';
import { type ListedVariable, variablesQuery } from './queries.ts';

/** What can be used today: what joins later would only disappoint. */
const isThere = ({ status }: ListedVariable): boolean =>
  status.is === 'works' || status.is === 'needs a linked account';

const groupsOf = (variables: readonly ListedVariable[]): readonly (readonly [string, readonly ListedVariable[]])[] => [
  ...Map.groupBy(variables.filter(isThere), ({ about }) => about),
];

/** How near a variable is to what was typed: by its name first, then by what it prints or says. */
function standing(name: string, typed: string, keywords: readonly string[] = []): number {
  const wanted = typed
    .trim()
    .toLowerCase()
    .replace(/^\$[({]?/, '');
  const [first, ...others] = [name, ...keywords].map((word) => word.toLowerCase());
  if (first?.startsWith(wanted)) return 1;
  if (first?.includes(wanted)) return 0.8;
  return others.some((word) => word.includes(wanted)) ? 0.5 : 0;
}

export interface VariablePickerProps {
  readonly dialect: Dialect;
  readonly onPick: (example: string) => void;
}

/** All that a text can use, found by typing, each with what it prints for a sample person. */
export function VariablePicker({ dialect, onPick }: VariablePickerProps) {
  const w = useWords(templates);
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={w.pick}
      align="end"
      className="w-[min(34rem,calc(100vw-2rem))] overflow-hidden p-0"
      trigger={
        <Button size="sm" icon={<Braces />}>
          {w.pick}
        </Button>
      }
    >
      <List
        dialect={dialect}
        onPick={(example) => {
          setOpen(false);
          onPick(example);
        }}
      />
    </Popover>
  );
}

function List({ dialect, onPick }: VariablePickerProps) {
  const w = useWords(templates);
  const language = useLanguage();
  const { slug } = useCommunity();
  const { data, isError } = useQuery(variablesQuery(slug, dialect));
  return (
    <Command label={w.pick} loop filter={standing}>
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <Command.Input
          placeholder={w.pickSearch}
          className="h-10 w-full bg-transparent text-base text-ink outline-none pointer-coarse:text-lg"
        />
      </div>
      <Command.List label={w.pick} className="max-h-80 overflow-y-auto overscroll-contain p-1">
        {!data && !isError && <Skeleton shape="text" lines={4} className="p-3" />}
        {isError && <p className="px-3 py-4 text-ink-soft">{w.pickFailed}</p>}
        {data && <Command.Empty className="px-3 py-4 text-ink-faint">{w.pickNothing}</Command.Empty>}
        {groupsOf(data ?? []).map(([about, variables]) => (
          <Command.Group
            key={about}
            heading={aboutText(about, language)}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint [&_[cmdk-group-heading]]:text-sm"
          >
            {variables.map((variable) => (
              <Variable key={variable.names[0]} variable={variable} onPick={onPick} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <p className="border-line border-t px-3 py-2 text-ink-faint text-sm">{w.ofSample}</p>
    </Command>
  );
}

function Variable({
  variable: { names, example, prints, says, status },
  onPick,
}: {
  readonly variable: ListedVariable;
  readonly onPick: (example: string) => void;
}) {
  const w = useWords(templates);
  const language = useLanguage();
  const what = saysText(says, language);
  return (
    <Command.Item
      value={names[0] ?? example}
      keywords={[...names, what, says, prints ?? '']}
      onSelect={() => onPick(example)}
      className="grid min-h-10 cursor-pointer grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
    >
      <code className="truncate font-mono text-ink">{example}</code>
      {prints !== null && (
        <span className="max-w-40 truncate text-ink-soft text-sm" title={prints}>
          <span className="hidden-visually">{w.prints('')}</span>
          {prints}
        </span>
      )}
      <span className="col-span-2 truncate text-ink-faint text-sm">
        {what}
        {status.is === 'needs a linked account' && ` · ${w.needsAccount}`}
      </span>
    </Command.Item>
  );
}
