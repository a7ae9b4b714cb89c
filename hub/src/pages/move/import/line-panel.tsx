import { Checkbox } from '../../../design/checkbox.tsx';
import { Field } from '../../../design/field.tsx';
import { Input } from '../../../design/input.tsx';
import { SidePanel } from '../../../design/side-panel.tsx';
import { StatusDot } from '../../../design/status-dot.tsx';
import { moveIn } from '../../../words/move-in.ts';
import { useLanguage, useWords } from '../../../words/use-words.ts';
import { type Choice, canCome, isName } from './choice.ts';
import { InChat } from './in-chat.tsx';
import { LineFacts } from './line-facts.tsx';
import type { Line } from './queries.ts';
import { reasonText } from './reason-text.ts';
import { LOOKS } from './statuses.ts';

/** One line: why it is as it is, what it becomes, what is in its way, and what chat would see. */
export function LinePanel({
  line,
  choice,
  onChoose,
  onName,
  onClose,
}: {
  readonly line: Line;
  readonly choice: Choice;
  readonly onChoose: (is: boolean) => void;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}) {
  const w = useWords(moveIn);
  const language = useLanguage();
  const { becomes, there, kind, status } = line;
  const given = choice.names.get(line.id) ?? '';
  const canBeNamed = canCome(line) && kind !== 'quote' && !(kind === 'counter' && line.of !== null);
  return (
    <SidePanel
      open
      onClose={onClose}
      title={<bdi className="line-clamp-2 overflow-hidden">{line.name || line.typed || line.place}</bdi>}
      description={
        <span className="flex flex-wrap items-center gap-x-3">
          {w[kind]}
          <StatusDot state={LOOKS[status]}>{w[status]}</StatusDot>
        </span>
      }
    >
      <div className="space-y-5">
        <ul className="list-disc space-y-1 pl-5 text-ink-soft">
          {line.reasons.map((one) => (
            <li key={one.code + JSON.stringify(one.params)} className="[overflow-wrap:anywhere]">
              <bdi>{reasonText(one, language)}</bdi>
            </li>
          ))}
        </ul>
        {canCome(line) ? (
          <Checkbox label={w.bring} checked={choice.chosen.has(line.id)} onChange={onChoose} />
        ) : (
          <p className="text-ink-faint">{w.notComing}</p>
        )}
        {canBeNamed && (
          <Field
            label={w.newName}
            hint={line.needsName ? w.newNameHint : w.anyNameHint}
            error={given.trim() !== '' && !isName(given) ? w.badName : undefined}
            optional={!line.needsName}
          >
            {(control) => (
              <Input
                {...control}
                mono
                maxLength={200}
                placeholder={line.suggestion ?? line.name}
                value={given}
                onChange={(event) => onName(event.target.value)}
                onFocus={() => {
                  if (line.needsName && given === '' && line.suggestion !== null) onName(line.suggestion);
                }}
              />
            )}
          </Field>
        )}
        {there && (
          <Part title={w.there}>
            <p className="text-ink-soft">
              {w[there.kind as 'command']} <bdi className="font-mono">{there.name}</bdi>
            </p>
            {there.text !== null && (
              <bdi className="mt-1 line-clamp-4 block overflow-hidden text-ink-faint [overflow-wrap:anywhere]">
                {there.text}
              </bdi>
            )}
          </Part>
        )}
        {becomes && (
          <Part title={w.becomes}>
            <LineFacts becomes={becomes} />
          </Part>
        )}
        {becomes && (becomes.is === 'command' || becomes.is === 'timer') && <InChat becomes={becomes} />}
        <p className="text-ink-faint text-sm">
          {w.place}: <span className="font-mono">{line.place}</span>
        </p>
      </div>
    </SidePanel>
  );
}

export const Part = ({ title, children }: { readonly title: string; readonly children: React.ReactNode }) => (
  <section>
    <h3 className="mb-1.5 font-medium text-ink">{title}</h3>
    {children}
  </section>
);
