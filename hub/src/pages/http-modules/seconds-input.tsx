import { Input } from '../../design/input.tsx';
import { httpModules } from '../../words/http-modules.ts';
import { useWords } from '../../words/use-words.ts';

/** A number of seconds; empty where it is as usual. */
export function SecondsInput({
  value,
  usual,
  most,
  onChange,
  ...control
}: {
  readonly value: number | undefined;
  /** What stands there while nothing is typed. */
  readonly usual?: number;
  readonly most: number;
  readonly onChange: (seconds: number | undefined) => void;
  readonly id?: string;
  readonly disabled?: boolean;
}) {
  const w = useWords(httpModules);
  return (
    <span className="flex items-center gap-2">
      <Input
        {...control}
        type="number"
        min={0}
        max={most}
        className="w-28"
        value={value ?? ''}
        {...(usual === undefined ? {} : { placeholder: String(usual) })}
        onChange={({ target }) =>
          onChange(target.value === '' ? undefined : Math.min(most, Math.max(0, Math.floor(Number(target.value)) || 0)))
        }
      />
      <span className="text-ink-soft">{w.seconds}</span>
    </span>
  );
}
