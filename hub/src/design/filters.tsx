import { ChevronDown, Search, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { Button, IconButton } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { cn } from './cn.ts';
import { Input } from './input.tsx';
import { Popover } from './popover.tsx';

export interface Facet {
  readonly id: string;
  readonly label: string;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly mark?: ReactNode;
    readonly count?: number;
  }[];
  /** The chosen ones; none chosen lets all through. */
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

export interface FiltersProps {
  /** What is searched: "Search quotes". */
  searchLabel?: string;
  search?: string;
  onSearch?: (text: string) => void;
  facets?: readonly Facet[];
  /** At the right: a count, a view, an export. */
  end?: ReactNode;
  className?: string;
}

/** What a list is narrowed by. It keeps nothing itself: search and facets live in the URL. */
export function Filters({ searchLabel, search = '', onSearch, facets = [], end, className }: FiltersProps) {
  const w = useWords(kit);
  const isNarrowed = search !== '' || facets.some((facet) => facet.value.length > 0);
  return (
    <search aria-label={w.filters} className={cn('flex flex-wrap items-center gap-2', className)}>
      {onSearch && (
        <Input
          type="search"
          aria-label={searchLabel ?? w.search}
          placeholder={searchLabel ?? w.search}
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || search === '') return;
            event.preventDefault();
            onSearch('');
          }}
          before={<Search />}
          after={search && <IconButton size="sm" label={w.clearSearch} icon={<X />} onClick={() => onSearch('')} />}
          className="basis-full sm:max-w-72 sm:basis-64"
        />
      )}
      {facets.map((facet) => (
        <FacetButton key={facet.id} facet={facet} />
      ))}
      {isNarrowed && (
        <Button
          variant="ghost"
          onClick={() => {
            onSearch?.('');
            for (const facet of facets) if (facet.value.length > 0) facet.onChange([]);
          }}
        >
          {w.clearFilters}
        </Button>
      )}
      {end && <div className="ml-auto flex items-center gap-2 max-sm:w-full max-sm:justify-end">{end}</div>}
    </search>
  );
}

function FacetButton({ facet }: { facet: Facet }) {
  const w = useWords(kit);
  const id = useId();
  const chosen = facet.options.filter((option) => facet.value.includes(option.value));
  const only = chosen.length === 1 ? chosen[0] : undefined;
  return (
    <Popover
      label={facet.label}
      className="w-60 p-1"
      trigger={
        <Button className={cn(chosen.length > 0 && 'border-accent bg-accent-soft')}>
          <span className={cn('font-normal', chosen.length > 0 ? 'text-ink-soft' : 'text-ink')}>{facet.label}</span>
          {chosen.length > 0 && <span className="max-w-32 truncate">{only?.label ?? w.chosen(chosen.length)}</span>}
          <ChevronDown aria-hidden className="text-ink-faint" />
        </Button>
      }
    >
      {facet.options.map((option) => (
        <div
          key={option.value}
          className="relative flex min-h-8 items-center gap-2.5 rounded-md px-2 hover:bg-hover pointer-coarse:min-h-11"
        >
          <Checkbox
            id={`${id}-${option.value}`}
            checked={facet.value.includes(option.value)}
            onChange={(checked) =>
              facet.onChange(
                checked ? [...facet.value, option.value] : facet.value.filter((value) => value !== option.value),
              )
            }
          />
          <label htmlFor={`${id}-${option.value}`} className="min-w-0 flex-1 truncate after:absolute after:inset-0">
            {option.mark ?? option.label}
          </label>
          {option.count !== undefined && <span className="tabular text-ink-faint text-sm">{option.count}</span>}
        </div>
      ))}
    </Popover>
  );
}
