import { Checkbox } from '../../design/checkbox.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';

export const PLATFORM_NAMES = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** On which platforms something counts; none: on all. */
export function PlatformChoice({
  value,
  onChange,
  disabled,
}: {
  readonly value: readonly string[];
  readonly onChange: (value: readonly PlatformName[]) => void;
  readonly disabled?: boolean;
}) {
  const w = useWords(rules);
  return (
    <fieldset className="min-w-0 space-y-1.5">
      <legend className="font-medium text-ink">{w.platforms}</legend>
      <p className="text-ink-faint text-sm">{w.platformsHint}</p>
      <div className="flex flex-wrap gap-x-5 gap-y-2 pt-1">
        {PLATFORM_NAMES.map((platform) => (
          <Checkbox
            key={platform}
            label={<PlatformMark platform={platform} />}
            checked={value.includes(platform)}
            disabled={disabled}
            onChange={(on) => onChange(PLATFORM_NAMES.filter((one) => (one === platform ? on : value.includes(one))))}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** Where something counts, in a row of marks. */
export function PlatformMarks({ of }: { readonly of: readonly string[] | null | undefined }) {
  const w = useWords(rules);
  if (!of || of.length === 0) return <span className="text-ink-faint">{w.everywhere}</span>;
  return (
    <span className="inline-flex gap-2">
      {of.map((platform) => (
        <PlatformMark key={platform} platform={platform} />
      ))}
    </span>
  );
}
