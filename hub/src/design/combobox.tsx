import { Command } from 'cmdk';
import { Check, ChevronsUpDown, Search } from 'lucide-react';
import { Popover as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { cn } from './cn.ts';
import { controlStyle } from './input.tsx';
import { FLOAT_BOX } from './popover.tsx';
import { useFloatContainer } from './theme.tsx';

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  /** A quieter second line or sign. */
  readonly hint?: string;
  readonly icon?: ReactNode;
  /** What it stands under, in a list with headings; options of one group stand together. */
  readonly group?: string;
  /** Other words it is found by. */
  readonly keywords?: readonly string[];
}

export interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string | null;
  onChange: (value: string) => void;
  placeholder?: string;
  /** What is searched, for those who hear it: "Channel". Not needed inside a Field. */
  label?: string;
  /** Given: the search runs elsewhere (on the server), and `options` are its answer. */
  onSearch?: (text: string) => void;
  loading?: boolean;
  disabled?: boolean;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
  className?: string;
}

/** So many are shown at once: more are found by typing. */
const MOST_SHOWN = 60;

/** Those that hold what was typed, the chosen one first while nothing was, and its group with it. */
function found(options: readonly ComboboxOption[], typed: string, chosen: ComboboxOption | undefined) {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '' && chosen) {
    const others = options.filter((option) => option !== chosen);
    const isBeside = ({ group }: ComboboxOption) => group === chosen.group;
    return [chosen, ...others.filter(isBeside), ...others.filter((option) => !isBeside(option))];
  }
  return options.filter(({ label, value, hint = '', group = '', keywords = [] }) =>
    [label, value, hint, group, ...keywords].some((words) => words.toLowerCase().includes(wanted)),
  );
}

/** Options that stand together under one heading, or none. */
function grouped(options: readonly ComboboxOption[]): readonly (readonly ComboboxOption[])[] {
  const groups: ComboboxOption[][] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last?.[0] && last[0].group === option.group) last.push(option);
    else groups.push([option]);
  }
  return groups;
}

/** One of many, found by typing. */
export function Combobox({
  options,
  value,
  onChange,
  placeholder,
  label,
  onSearch,
  loading,
  className,
  'aria-required': _required,
  ...control
}: ComboboxProps) {
  const w = useWords(kit);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [pointed, setPointed] = useState('');
  const container = useFloatContainer();
  const chosen = options.find((option) => option.value === value);
  const matching = open ? (onSearch ? options : found(options, text, chosen)) : [];
  const shown = matching.slice(0, MOST_SHOWN);
  // What the server finds comes later than it was typed: then the first of that is what Enter takes.
  const current = shown.some((option) => option.value === pointed) ? pointed : (shown[0]?.value ?? '');
  return (
    <Radix.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setPointed('');
        if (next) setText('');
      }}
    >
      <Radix.Trigger asChild>
        <button
          type="button"
          {...control}
          role="combobox"
          aria-expanded={open}
          aria-label={label}
          className={cn(controlStyle(), 'flex items-center gap-2 text-left', className)}
        >
          {chosen?.icon}
          <span className={cn('flex-1 truncate', !chosen && 'text-ink-faint')}>
            {chosen?.label ?? placeholder ?? w.choose}
            {chosen?.group !== undefined && <span className="text-ink-faint">{` · ${chosen.group}`}</span>}
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
        </button>
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          aria-label={label ?? placeholder ?? w.choose}
          align="start"
          sideOffset={4}
          collisionPadding={12}
          className={cn(FLOAT_BOX, 'w-(--radix-popover-trigger-width) min-w-56 overflow-hidden')}
        >
          <Command
            shouldFilter={false}
            label={label ?? placeholder ?? w.choose}
            value={current}
            onValueChange={setPointed}
          >
            <div className="flex items-center gap-2 border-line border-b px-3">
              <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <Command.Input
                value={text}
                onValueChange={(next) => {
                  setText(next);
                  onSearch?.(next);
                }}
                placeholder={w.search}
                className="h-9 w-full bg-transparent text-base text-ink outline-none pointer-coarse:text-lg"
              />
            </div>
            <Command.List
              className="max-h-72 overflow-y-auto overscroll-contain p-1"
              label={label ?? placeholder ?? w.choose}
            >
              {loading ? (
                <Command.Loading label={w.loading}>
                  <p className="px-2 py-1.5 text-ink-faint">{w.loading}</p>
                </Command.Loading>
              ) : (
                <Command.Empty className="px-2 py-1.5 text-ink-faint">
                  {text ? w.nothingFor(text) : w.nothingFound}
                </Command.Empty>
              )}
              {grouped(shown).map((options) => {
                const [first] = options;
                const items = options.map((option) => (
                  <Choice
                    key={option.value}
                    option={option}
                    isChosen={option.value === value}
                    onChoose={() => {
                      onChange(option.value);
                      setOpen(false);
                    }}
                  />
                ));
                return first?.group === undefined ? (
                  items
                ) : (
                  <Command.Group
                    key={`group of ${first.value}`}
                    heading={
                      <span className="block truncate px-2 pt-2 pb-1 text-ink-faint text-sm">{first.group}</span>
                    }
                  >
                    {items}
                  </Command.Group>
                );
              })}
              {matching.length > shown.length && (
                <p className="px-2 py-1.5 text-ink-faint text-sm">{w.moreByTyping(matching.length - shown.length)}</p>
              )}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Choice({
  option,
  isChosen,
  onChoose,
}: {
  readonly option: ComboboxOption;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <Command.Item
      value={option.value}
      keywords={[option.label, ...(option.keywords ?? [])]}
      onSelect={onChoose}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 data-[selected=true]:bg-hover pointer-coarse:min-h-11"
    >
      {option.icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{option.label}</span>
        {option.hint && <span className="block truncate text-ink-faint text-sm">{option.hint}</span>}
      </span>
      <Check aria-hidden className={cn('size-4 shrink-0 text-accent-ink', !isChosen && 'invisible')} />
    </Command.Item>
  );
}
