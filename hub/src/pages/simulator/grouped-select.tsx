import { ChevronDown } from 'lucide-react';
import { cn } from '../../design/cn.ts';
import type { FieldControl } from '../../design/field.tsx';
import { controlStyle } from '../../design/input.tsx';
import type { Choice } from '../../design/select.tsx';

export interface GroupedSelectProps extends FieldControl {
  value: string;
  groups: readonly { readonly label: string; readonly options: readonly Choice[] }[];
  onChange: (value: string) => void;
}

/** One of a few dozen, in groups with names: the browser's own list, which phones show as theirs. */
export const GroupedSelect = ({ value, groups, onChange, ...control }: GroupedSelectProps) => (
  <span className="relative inline-flex w-full min-w-0">
    <select
      {...control}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cn(controlStyle(), 'appearance-none truncate pr-8')}
    >
      {groups.map(({ label, options }) => (
        <optgroup key={label} label={label} className="bg-raised text-ink">
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
    <ChevronDown
      aria-hidden
      className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-faint"
    />
  </span>
);
