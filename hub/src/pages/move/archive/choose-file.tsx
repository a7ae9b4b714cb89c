import { useMutation } from '@tanstack/react-query';
import { FileArchive } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { ApiError } from '../../../api/errors.ts';
import { Alert } from '../../../design/alert.tsx';
import { Button } from '../../../design/button.tsx';
import { cn } from '../../../design/cn.ts';
import { Code } from '../../../design/code.tsx';
import { ProgressBar } from '../../../design/progress-bar.tsx';
import { archive } from '../../../words/archive.ts';
import { kit } from '../../../words/kit.ts';
import { useWords } from '../../../words/use-words.ts';
import { type Brought, bring, MOST_BYTES } from './queries.ts';

/** Takes a file, has it looked at, and says what is wrong with it. */
export function ChooseFile({ onBrought }: { readonly onBrought: (brought: Brought) => void }) {
  const w = useWords(archive);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [isTooLarge, setTooLarge] = useState(false);
  const look = useMutation({
    mutationFn: bring,
    onSuccess: onBrought,
    // Shown beside the file.
    onError: () => undefined,
  });
  const take = (file: File | undefined) => {
    if (!file || look.isPending) return;
    setTooLarge(file.size > MOST_BYTES);
    if (file.size <= MOST_BYTES) look.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const name = look.variables instanceof File ? look.variables.name : '';
  return (
    <div className="space-y-4">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut; the button does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'flex flex-col items-center gap-3 rounded-lg border border-line border-dashed px-4 py-8 text-center',
          isOver && 'bg-accent-soft',
        )}
      >
        <FileArchive aria-hidden className="size-6 text-ink-faint" />
        <input
          ref={input}
          id={id}
          type="file"
          accept=".gz,.waddlebot,application/gzip"
          aria-label={w.file}
          aria-describedby={`${id}-hint`}
          tabIndex={-1}
          className="hidden-visually"
          onChange={({ target }) => {
            take(target.files?.[0]);
            // The same file may be chosen again, once it was mended.
            target.value = '';
          }}
        />
        <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1">
          <Button variant="primary" loading={look.isPending} onClick={() => input.current?.click()}>
            {look.isError ? w.chooseOther : w.choose}
          </Button>
          <span className="text-ink-faint">{w.drop}</span>
        </div>
        <p id={`${id}-hint`} className="max-w-prose text-ink-faint text-sm">
          {w.fileHint}
        </p>
      </div>
      {look.isPending && (
        <div role="status" className="space-y-2">
          <p className="truncate text-ink-soft">
            <bdi>{w.reading(name)}</bdi>
          </p>
          <ProgressBar value={null} label={w.reading(name)} />
        </div>
      )}
      {isTooLarge && <Alert tone="danger" title={w.tooLarge} />}
      {look.error && !isTooLarge && <Refused error={look.error} />}
    </div>
  );
}

/** What is wrong is the server’s own words, in English. */
export function Refused({ error, title }: { readonly error: Error; readonly title?: string }) {
  const w = useWords(archive);
  const k = useWords(kit);
  return (
    <Alert tone="danger" title={title ?? w.refused}>
      <p lang="en">{error.message}</p>
      {error instanceof ApiError && error.requestId && (
        <p className="mt-1 text-sm">
          {k.reference} <Code copy>{error.requestId}</Code>
        </p>
      )}
    </Alert>
  );
}
