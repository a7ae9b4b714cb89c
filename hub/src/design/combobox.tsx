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

/** Those that hold what was typed, the chosen one first while nothing was. */
function found(options: readonly ComboboxOption[], typed: string, chosen: ComboboxOption | undefined) {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return chosen ? [chosen, ...options.filter((option) => option !== chosen)] : options;
  return options.filter(({ label, value, hint = '', keywords = [] }) =>
    [label, value, hint, ...keywords].some((words) => words.toLowerCase().includes(wanted)),
  );
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
              {shown.map((option) => (
                <Command.Item
                  key={option.value}
                  value={option.value}
                  keywords={[option.label, ...(option.keywords ?? [])]}
                  onSelect={() => {
                    onChange(option.value);
                    setOpen(false);
                  }}
                  className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 data-[selected=true]:bg-hover pointer-coarse:min-h-11"
                >
                  {option.icon}
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{option.label}</span>
                    {option.hint && <span className="block truncate text-ink-faint text-sm">{option.hint}</span>}
                  </span>
                  <Check
                    aria-hidden
                    className={cn('size-4 shrink-0 text-accent-ink', option.value !== value && 'invisible')}
                  />
                </Command.Item>
              ))}
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
