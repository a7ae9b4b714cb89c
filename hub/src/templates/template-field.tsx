import { MAX_REPLY } from '@waddlebot/core/command-limits.ts';
import type { Dialect } from '@waddlebot/core/templates/nodes.ts';
import { codePoints } from '@waddlebot/core/text.ts';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { cn } from '../design/cn.ts';
import { controlStyle } from '../design/input.tsx';
import { templates } from '../words/templates.ts';
import { useWords } from '../words/use-words.ts';
import { piecesOf } from './marked-text.ts';
import { PreviewLine } from './preview-line.tsx';
import type { PreviewContext, TemplateWarning } from './queries.ts';
import { usePreview } from './use-preview.ts';
import { VariablePicker } from './variable-picker.tsx';

export interface TemplateFieldProps {
  readonly label: ReactNode;
  /** One sentence of what it is for. */
  readonly description?: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly dialect?: Dialect;
  /** In code points. */
  readonly maxLength?: number;
  /** What the server said is wrong with it. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  /** Who would type what, for the preview. */
  readonly context?: PreviewContext;
  /** Where the preview stands elsewhere. */
  readonly withoutPreview?: boolean;
  /** Beside the label: a weight, a button. */
  readonly beside?: ReactNode;
}

/** The same letters at the same places in the field and behind it. */
const TYPE = 'whitespace-pre-wrap font-mono leading-5 [overflow-wrap:anywhere]';

/** A text with variables: what is wrong is marked at its place, what can be used is a list, and below stands what chat would see. */
export function TemplateField({
  label,
  description,
  value,
  onChange,
  dialect = 'native',
  maxLength = MAX_REPLY,
  error,
  placeholder,
  readOnly = false,
  context = {},
  withoutPreview = false,
  beside,
}: TemplateFieldProps) {
  const w = useWords(templates);
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [seed, setSeed] = useState(context.seed ?? 1);
  const { preview, error: failure, isOf } = usePreview({ text: value, dialect, ...context, seed });
  const warnings = isOf ? (preview?.warnings ?? []) : [];
  const length = codePoints(value);
  const wrong = error ?? (length > maxLength ? w.tooLong(length - maxLength) : undefined);
  const hasWarnings = warnings.length > 0;

  const insert = (example: string) => {
    const { current } = field;
    if (!current) return;
    current.setRangeText(example, current.selectionStart, current.selectionEnd, 'end');
    onChange(current.value);
    current.focus();
  };
  const show = ({ start, end }: TemplateWarning) => {
    field.current?.focus();
    field.current?.setSelectionRange(start, end);
  };

  return (
    <div className="min-w-0 space-y-1.5">
      <div className="flex flex-wrap items-end justify-between gap-x-3 gap-y-1.5">
        <div className="min-w-0 space-y-0.5">
          <label htmlFor={id} className="font-medium text-ink">
            {label}
          </label>
          {description && (
            <p id={`${id}-hint`} className="text-ink-faint text-sm">
              {description}
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {beside}
          {!readOnly && <VariablePicker dialect={dialect} onPick={insert} />}
        </div>
      </div>
      <div
        className={cn(
          controlStyle(),
          'grid h-auto p-0 focus-within:border-focus focus-within:outline-1 focus-within:outline-focus',
          (wrong || hasWarnings) && 'border-warning',
          wrong && 'border-danger',
        )}
      >
        <div
          aria-hidden
          className={cn(
            TYPE,
            'pointer-events-none col-start-1 row-start-1 min-h-16 overflow-hidden px-2.5 py-1.5 text-transparent',
          )}
        >
          {piecesOf(value, warnings).map(({ text, start, isMarked }) =>
            isMarked ? (
              <mark
                key={start}
                className="rounded-xs bg-warning-soft text-transparent underline decoration-2 decoration-warning decoration-wavy underline-offset-3"
              >
                {text}
              </mark>
            ) : (
              text
            ),
          )}
          {/* A line that is begun has its height. */}
          {'\u200b'}
        </div>
        <textarea
          ref={field}
          id={id}
          rows={2}
          spellCheck={false}
          readOnly={readOnly}
          placeholder={placeholder}
          value={value}
          aria-invalid={wrong || hasWarnings ? true : undefined}
          aria-describedby={[description && `${id}-hint`, wrong && `${id}-error`, hasWarnings && `${id}-warnings`]
            .filter(Boolean)
            .join(' ')}
          onChange={({ target }) => onChange(target.value)}
          className={cn(
            TYPE,
            'relative col-start-1 row-start-1 block size-full resize-none overflow-hidden bg-transparent px-2.5 py-1.5 text-ink outline-none',
          )}
        />
      </div>
      <div className="flex items-start justify-between gap-3 text-sm">
        <div className="min-w-0 space-y-1">
          {wrong && (
            <p id={`${id}-error`} className="flex items-start gap-1.5 text-danger">
              <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
              {wrong}
            </p>
          )}
          {hasWarnings && <Warnings id={`${id}-warnings`} text={value} warnings={warnings} onShow={show} />}
        </div>
        <p className={cn('tabular shrink-0 text-ink-faint', length > maxLength && 'text-danger')}>
          {w.length(length, maxLength)}
        </p>
      </div>
      {!withoutPreview && (
        <PreviewLine
          preview={preview}
          failed={failure !== null && value.trim() !== ''}
          isOf={isOf || value.trim() === ''}
          onAgain={() => setSeed((before) => before + 1)}
        />
      )}
    </div>
  );
}

/** What is wrong, each with the place that it is about: pressed, it is shown in the text. */
function Warnings({
  id,
  text,
  warnings,
  onShow,
}: {
  readonly id: string;
  readonly text: string;
  readonly warnings: readonly TemplateWarning[];
  readonly onShow: (warning: TemplateWarning) => void;
}) {
  const w = useWords(templates);
  return (
    <ul id={id} aria-label={w.warnings(warnings.length)} className="space-y-1">
      {warnings.map((warning) => {
        const about = text.slice(warning.start, warning.end);
        return (
          <li key={`${warning.start} ${warning.end} ${warning.message}`}>
            <button
              type="button"
              onClick={() => onShow(warning)}
              className="flex max-w-full items-start gap-1.5 rounded-sm text-left text-warning hover:underline"
            >
              <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
              <span className="min-w-0">
                <span className="hidden-visually">{w.goTo}</span>
                <code className="line-clamp-2 wrap-anywhere font-mono">{about}</code>
                <span className="text-ink-soft">{warning.message}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
