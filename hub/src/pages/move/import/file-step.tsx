import { useMutation } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useCommunity } from '../../../app/use-community.ts';
import { Alert } from '../../../design/alert.tsx';
import { Button } from '../../../design/button.tsx';
import { cn } from '../../../design/cn.ts';
import { Code } from '../../../design/code.tsx';
import { Field } from '../../../design/field.tsx';
import { Textarea } from '../../../design/input.tsx';
import { RadioGroup } from '../../../design/radio-group.tsx';
import { Section } from '../../../design/section.tsx';
import { moveIn } from '../../../words/move-in.ts';
import { useWords } from '../../../words/use-words.ts';
import { FaultAlert } from './fault-alert.tsx';
import { type Fault, type OpenFile, type Plan, previewFile } from './queries.ts';
import { ADDRESSES, EXAMPLES, type Source } from './sources.ts';

/** As much as the API takes of a file. */
const MOST_MEGABYTES = 1.5;

/** Where from, how to get the file, and the file itself. */
export function FileStep({
  sources,
  source,
  onSource,
  onRead,
}: {
  readonly sources: readonly Source[];
  readonly source: Source;
  readonly onSource: (source: Source) => void;
  readonly onRead: (file: OpenFile, plan: Plan) => void;
}) {
  const w = useWords(moveIn);
  const { slug } = useCommunity();
  const [pasted, setPasted] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [fault, setFault] = useState<{ readonly file: OpenFile; readonly fault: Fault } | null>(null);
  const look = useMutation({
    mutationFn: (file: OpenFile) => previewFile(slug, file),
    onMutate: () => {
      setFault(null);
      setRefused(null);
    },
    onSuccess: (answer, file) => (answer.result === 'read' ? onRead(file, answer) : setFault({ file, fault: answer })),
  });
  const take = async (file: File) => {
    if (file.size > MOST_MEGABYTES * 1_000_000) return setRefused(w.tooLarge(MOST_MEGABYTES));
    const text = await file.text().catch(() => null);
    if (text === null) return setRefused(w.unreadable);
    look.mutate({ source, name: file.name, text });
  };
  const readAs = (other: Source) => {
    onSource(other);
    if (fault) look.mutate({ ...fault.file, source: other });
  };
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <Section title={w.from}>
        <RadioGroup
          cards
          label={w.from}
          value={source}
          onChange={(next) => {
            setFault(null);
            onSource(next);
          }}
          options={sources.map((one) => ({ value: one, label: w[one], hint: w[`${one}Brings`] }))}
        />
      </Section>
      <div className="min-w-0 space-y-8">
        <Section title={w.howTo}>
          <div className="space-y-3">
            <p className="max-w-prose text-ink-soft">{w[`${source}How`]}</p>
            {ADDRESSES[source].map((address) => (
              <Code key={address} block copy>
                {address}
              </Code>
            ))}
            {(source === 'nightbot' || source === 'streamelements') && <p className="text-ink-faint">{w.several}</p>}
          </div>
        </Section>
        <Section title={w.file} description={w.nothingKept}>
          <div className="space-y-4">
            {refused !== null && <Alert tone="danger" title={refused} onDismiss={() => setRefused(null)} />}
            {fault && <FaultAlert fault={fault.fault} sources={sources} onReadAs={readAs} />}
            <DropZone onFile={(file) => void take(file)} busy={look.isPending} />
            <form
              className="space-y-3"
              onSubmit={(event) => {
                event.preventDefault();
                if (pasted.trim() !== '') look.mutate({ source, name: w.pasted, text: pasted });
              }}
            >
              <Field label={w.paste}>
                {(control) => (
                  <Textarea
                    {...control}
                    mono
                    rows={4}
                    spellCheck={false}
                    value={pasted}
                    onChange={(event) => setPasted(event.target.value)}
                    className="max-h-60"
                  />
                )}
              </Field>
              <div className="flex flex-wrap gap-2">
                <Button variant="primary" type="submit" disabled={pasted.trim() === ''} loading={look.isPending}>
                  {w.look}
                </Button>
                <Button
                  variant="ghost"
                  disabled={look.isPending}
                  onClick={() => look.mutate({ source, name: w.exampleFile, text: EXAMPLES[source] })}
                >
                  {w.tryExample}
                </Button>
              </div>
            </form>
            <p role="status" className="hidden-visually">
              {look.isPending ? w.looking : ''}
            </p>
          </div>
        </Section>
      </div>
    </div>
  );
}

/** Takes a file that is dropped or chosen. */
function DropZone({ onFile, busy }: { readonly onFile: (file: File) => void; readonly busy: boolean }) {
  const w = useWords(moveIn);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [over, setOver] = useState(false);
  const hover = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(is);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for who has a mouse; the button inside does the same
    <div
      onDragOver={hover(true)}
      onDragLeave={hover(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file && !busy) onFile(file);
      }}
      className={cn(
        'flex flex-wrap items-center justify-center gap-x-3 gap-y-2 rounded-lg border border-edge border-dashed px-4 py-8 text-ink-soft transition-colors',
        over && 'border-accent bg-accent-soft',
      )}
    >
      <FileUp aria-hidden className="size-5 text-ink-faint" />
      <span>{w.drop}</span>
      <Button loading={busy} onClick={() => input.current?.click()}>
        {w.choose}
      </Button>
      <input
        ref={input}
        id={id}
        type="file"
        tabIndex={-1}
        aria-label={w.file}
        accept=".json,.csv,.txt,application/json,text/csv,text/plain"
        className="hidden"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
